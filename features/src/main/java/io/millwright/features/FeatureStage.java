package io.millwright.features;

import io.millwright.features.FeaturePlan.Group;
import io.millwright.features.Slices.Slice;
import io.millwright.features.peer.PeerFeatures;
import io.millwright.features.peer.PeerPlan;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.text.NoteReader;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Tiles, bursts, logs and metadata to feature groups, one slice of {@code as_of} at a time.
 * {@code [entry] -> machine -> [FeatureRow] -> one table a group}
 */
final class FeatureStage {

    private final Lake lake;
    private final FeaturePlan plan;
    private final MachineRows machines;
    private final Map<String, Long> inputs;
    private final int partitions;

    /**
     * @param machines computes a machine's rows
     * @param inputs versions of what the rows are computed from
     */
    FeatureStage(Lake lake, FeaturePlan plan, MachineRows machines, Map<String, Long> inputs, int partitions) {
        this.lake = lake;
        this.plan = plan;
        this.machines = machines;
        this.inputs = inputs;
        this.partitions = partitions;
    }

    List<Group> groups() {
        return plan.groups();
    }

    Map<String, Long> inputs() {
        return inputs;
    }

    /** The only slice of a run without an interval: whatever the groups held before is gone. */
    void writeAll(Slice all) {
        write(all, true);
    }

    /** One slice; rows of other slices stay. */
    void write(Slice slice) {
        write(slice, false);
    }

    private void write(Slice slice, boolean everything) {
        JavaRDD<FeatureRow> rows = rows(slice).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            int first = 0;
            for (Group group : plan.groups()) {
                boolean ofPeers = group.name().equals(FeatureGroups.PEER);
                TableSpec table = FeatureGroups.table(group.name(), group.columns());
                Dataset<Row> columns =
                        WideRows.table(lake.spark(), ofPeers ? peers(rows) : rows, ofPeers ? 0 : first, table.schema());
                WideRows.withoutDictionaries(
                        lake.spark(),
                        () -> everything
                                ? lake.overwrite(columns, table, inputs)
                                : lake.replaceWhere(columns, table, slice.predicate(FeatureGroups.AS_OF), inputs));
                first += group.features().size();
            }
        } finally {
            rows.unpersist();
        }
    }

    /** The comparisons of each moment, machines in one order whatever the input's was. */
    private JavaRDD<FeatureRow> peers(JavaRDD<FeatureRow> rows) {
        PeerPlan peer = Objects.requireNonNull(plan.peer(), "there is a group of peers");
        return rows.mapToPair(row -> new Tuple2<>(
                        row.asOfMs() + "\n" + peer.group().getOrDefault(row.equipmentId(), ""), compared(row, peer)))
                .groupByKey(partitions)
                .flatMap(group -> compared(group._2()).iterator());
    }

    /** What is compared of a machine. */
    private static FeatureRow compared(FeatureRow row, PeerPlan peer) {
        return new FeatureRow(
                row.equipmentId(),
                row.asOfMs(),
                Arrays.stream(peer.columns())
                        .mapToDouble(column -> row.value()[column])
                        .toArray());
    }

    private static List<FeatureRow> compared(Iterable<FeatureRow> group) {
        List<FeatureRow> machines = new ArrayList<>();
        group.forEach(machines::add);
        machines.sort(Comparator.comparing(FeatureRow::equipmentId));
        double[][] numbers =
                PeerFeatures.rows(machines.stream().map(FeatureRow::value).toArray(double[][]::new));
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            FeatureRow machine = machines.get(i);
            rows.add(new FeatureRow(machine.equipmentId(), machine.asOfMs(), numbers[i]));
        }
        return rows;
    }

    private JavaRDD<FeatureRow> rows(Slice slice) {
        MachineRows machineRows = machines;
        return Entries.byMachine(entries(slice), partitions).javaRDD().mapPartitions(entries -> {
            NoteReader reader = machineRows.noteReader();
            return Grouped.flatMap(
                    entries,
                    MachineEntry::getEquipmentId,
                    machine -> machineRows.of(machine, reader, slice.afterMs(), slice.toMs()));
        });
    }

    private List<Dataset<Row>> entries(Slice slice) {
        List<Dataset<Row>> entries = new ArrayList<>();
        entries.add(Entries.tiles(tiles(slice)));
        entries.add(Entries.machines(lake));
        Entries.events(lake).ifPresent(entries::add);
        Entries.orders(lake).ifPresent(entries::add);
        Entries.loads(lake).ifPresent(entries::add);
        Entries.parts(lake).ifPresent(entries::add);
        WaveformPlan waveform = plan.waveform();
        if (waveform != null) {
            Entries.bursts(lake, waveform.burst()).ifPresent(entries::add);
        }
        if (plan.text() != null) {
            Entries.notes(lake).ifPresent(entries::add);
        }
        return entries;
    }

    /** Tiles the rows of a slice look back on, and each machine's first ones, which hold its start and its baseline. */
    private Dataset<Row> tiles(Slice slice) {
        Dataset<Row> tiles = lake.read(Tiles.TABLE);
        long chunkMs = machines.chunkMs();
        long from = slice.afterMs() - plan.timeDomain().reachMs() - chunkMs;
        if (from <= machines.startMs()) {
            return tiles.filter(Tiles.CHUNK_START + " <= " + Sql.timestamp(slice.toMs()));
        }
        Dataset<Row> firsts = tiles.groupBy(functions.col(Tiles.EQUIPMENT_ID).as("machine"))
                .agg(functions.min(Tiles.CHUNK_START).as("first_chunk"));
        long baselineMs = plan.timeDomain().baseline() == null
                ? 0
                : plan.timeDomain().baseline().length() * plan.timeDomain().tileMs();
        Column early = functions
                .unix_millis(functions.col(Tiles.CHUNK_START))
                .leq(functions.unix_millis(functions.col("first_chunk")).plus(functions.lit(baselineMs + chunkMs)));
        Column near = functions.expr(Tiles.CHUNK_START + " >= " + Sql.timestamp(from));
        return tiles.filter(Tiles.CHUNK_START + " <= " + Sql.timestamp(slice.toMs()))
                .join(
                        functions.broadcast(firsts),
                        functions.col(Tiles.EQUIPMENT_ID).equalTo(functions.col("machine")))
                .filter(early.or(near));
    }
}
