package io.millwright.features;

import io.millwright.features.FeaturePlan.Group;
import io.millwright.features.Slices.Slice;
import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.table.Tiles;
import io.millwright.features.text.NoteReader;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.SideBySide;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Conditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Tiles, bursts, logs and metadata to feature groups, one slice of {@code as_of} at a time.
 * {@code [entry] -> machine -> [FeatureRow] -> one table a group}
 */
final class FeatureStage {

    /** While one group's table is planned or committed, another's rows are computed and written. */
    private static final int GROUPS_AT_ONCE = 2;

    private final Lake lake;
    private final FeaturePlan plan;
    private final MachineRows machines;
    private final Origin whole;
    private final int partitions;
    private final Map<String, String> types;
    private final OfFleet ofFleet;

    /**
     * @param machines computes a machine's rows
     * @param whole what rows are computed from, and by which definition
     */
    FeatureStage(Lake lake, FeaturePlan plan, MachineRows machines, Origin whole, int partitions) {
        this.types = Entries.types(lake);
        this.lake = lake;
        this.plan = plan;
        this.machines = machines;
        this.whole = whole;
        this.partitions = partitions;
        this.ofFleet = new OfFleet(plan, partitions);
    }

    /**
     * A run for an interval goes on with tables of all rows alone.
     *
     * @throws MillwrightException where a run that made all rows anew was stopped before the catalogue that is written behind the last of them
     */
    static void requireEnded(Lake lake) {
        Optional<Origin> rows = madeFrom(lake, FeatureGroups.TIME_DOMAIN);
        Optional<Origin> told = madeFrom(lake, FeatureStatistics.TABLE.name());
        Optional<Origin> catalogue = madeFrom(lake, FeatureCatalogue.TABLE.name());
        boolean areAll = rows.isEmpty()
                || (rows.equals(told) && catalogue.map(Origin::definition).equals(rows.map(Origin::definition)));
        if (!areAll) {
            throw MillwrightException.data(
                    "a run of features that makes all rows anew was stopped before its end, so rows"
                            + " are missing; run features once more without --from and --to");
        }
    }

    /** Of a table that is there; empty where its newest commit is of an interval, which tells no definition. */
    private static Optional<Origin> madeFrom(Lake lake, String table) {
        return lake.has(table)
                ? lake.origin(table).filter(origin -> !origin.definition().isEmpty())
                : Optional.empty();
    }

    /** Writes the slices this run has not written yet, all rows anew or those of an interval. Returns how many it had. */
    int write(List<Slice> slices, boolean anew, Progress progress) {
        return committed(slices, anew).write(slices, anew, progress, this::write);
    }

    private Committed committed(List<Slice> slices, boolean anew) {
        boolean looksBack = slices.size() > 1
                && (!anew
                        || madeFrom(lake, FeatureStatistics.TABLE.name())
                                .filter(made -> made.equals(whole) || made.equals(Committed.begun(whole)))
                                .isPresent());
        return new Committed(lake, FeatureStatistics.TABLE, whole, FeatureStage::statisticsOf, looksBack);
    }

    /**
     * One slice; rows of other slices stay.
     *
     * @param everything whatever the groups held before is gone
     */
    private void write(Slice slice, Origin origin, boolean everything) {
        JavaRDD<FeatureRow> rows = rows(slice).persist(StorageLevel.MEMORY_AND_DISK());
        try (SideBySide groups = new SideBySide(lake.spark(), "feature job", GROUPS_AT_ONCE)) {
            List<Supplier<List<Row>>> written = new ArrayList<>();
            for (Group group : plan.groups()) {
                written.add(groups.start(() -> write(group, rows, slice, origin, everything)));
            }
            groups.await();
            List<Row> statistics =
                    written.stream().flatMap(told -> told.get().stream()).toList();
            write(statistics, slice, everything, origin);
        } finally {
            rows.unpersist();
        }
    }

    /**
     * One group of a slice.
     *
     * @return what is told of its columns
     */
    private List<Row> write(Group group, JavaRDD<FeatureRow> rows, Slice slice, Origin origin, boolean everything) {
        TableSpec table = FeatureGroups.table(group.name(), group.columns());
        WrittenColumns seen = WrittenColumns.registered(lake.spark());
        int first = plan.first(group);
        JavaRDD<FeatureRow> itsRows = group.ofFleet() ? ofFleet.rows(group.name(), rows) : rows;
        Dataset<Row> columns = WideRows.table(
                lake.spark(), seen.observing(itsRows, first, group.features().size()), first, table.schema(), types);
        WideRows.withoutDictionaries(
                lake.spark(),
                () -> Committed.put(lake, columns, table, slice.predicate(FeatureGroups.AS_OF), origin, everything));
        return seen.rows(group, slice);
    }

    /** Last of a slice: see {@link Committed}. */
    private void write(List<Row> statistics, Slice slice, boolean everything, Origin origin) {
        if (everything) {
            lake.overwrite(statistics(statistics), FeatureStatistics.TABLE, origin);
            return;
        }
        WrittenOver over = WrittenOver.by(lake, slice);
        List<Row> rows = new ArrayList<>(statistics);
        rows.addAll(over.toldAnew());
        rows.addAll(over.between());
        lake.replaceWhere(statistics(rows), FeatureStatistics.TABLE, over.predicate(statisticsOf(slice)), origin);
    }

    private Dataset<Row> statistics(List<Row> rows) {
        return lake.spark().createDataFrame(rows, FeatureStatistics.SCHEMA).coalesce(1);
    }

    /** The statistics that a slice is written over, wholly or in part. */
    static String statisticsOf(Slice slice) {
        return slice.overlap(FeatureStatistics.AFTER, FeatureStatistics.TO);
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

    /** All that the rows of a slice are computed from. */
    List<Dataset<Row>> entries(Slice slice) {
        return Entries.of(lake, plan, tiles(slice), bursts(slice), around(slice));
    }

    /** Tiles the rows of a slice look back on, and each machine's first ones, which hold its start and its baseline. */
    private Dataset<Row> tiles(Slice slice) {
        TimeDomainPlan time = plan.timeDomain();
        long baselineMs = time.baseline() == null ? 0 : time.baseline().length() * time.tileMs();
        return lookedAt(
                lake.read(Tiles.TABLE),
                Tiles.CHUNK_START,
                functions.not(functions.col(Tiles.LATE)).or(isKnownBefore(slice, Tiles.KNOWN_TIME)),
                List.of(Tiles.EQUIPMENT_ID),
                slice,
                time.reachMs() + machines.chunkMs(),
                baselineMs + machines.chunkMs());
    }

    /** Bursts likewise, each sensor's first ones; empty where there are none. */
    private Optional<Dataset<Row>> bursts(Slice slice) {
        WaveformPlan waveform = plan.waveform();
        if (waveform == null || lake.isKnownEmpty(Bursts.TABLE)) {
            return Optional.empty();
        }
        long longestMs = Math.max(
                waveform.windows().longestMs(), waveform.spectralWindows().longestMs());
        return Optional.of(lookedAt(
                lake.read(Bursts.TABLE),
                Bursts.START_TIME,
                isKnownBefore(slice, Bursts.KNOWN_TIME),
                List.of(Bursts.EQUIPMENT_ID, Bursts.SENSOR),
                slice,
                longestMs + waveform.baselineMs(),
                waveform.baselineMs()));
    }

    /** Which readings of what surrounds machines the rows of a slice look back on. */
    private Column around(Slice slice) {
        long reachMs = plan.context().environment().stream()
                .flatMapToLong(sensor -> Arrays.stream(sensor.windowsMs()))
                .max()
                .orElse(0);
        return functions.expr(Conditions.EVENT_TIME + " >= " + Sql.timestamp(slice.afterMs() - reachMs) + " AND "
                + Conditions.EVENT_TIME + " < " + Sql.timestamp(slice.toMs()));
    }

    private static Column isKnownBefore(Slice slice, String knownTime) {
        return functions.expr(knownTime + " <= " + Sql.timestamp(slice.afterMs()));
    }

    /**
     * What the rows of a slice look back on, and the first of each kind. Which is the first is told by what was known before the slice: what
     * arrives in it can only move it back, to one that is among the first ones too.
     *
     * @param reachMs how far rows look back
     * @param earlyMs for so long after the first of a kind, all are among the first
     */
    private Dataset<Row> lookedAt(
            Dataset<Row> all, String time, Column known, List<String> kind, Slice slice, long reachMs, long earlyMs) {
        Dataset<Row> rows = all.filter(time + " <= " + Sql.timestamp(slice.toMs()));
        long from = slice.afterMs() - reachMs;
        if (from <= machines.startMs()) {
            return rows;
        }
        Column[] kinds = kind.stream()
                .map(name -> functions.col(name).as("kind_" + name))
                .toArray(Column[]::new);
        Dataset<Row> firsts =
                rows.filter(known).groupBy(kinds).agg(functions.min(time).as("first"));
        Column early = functions
                .unix_millis(functions.col(time))
                .leq(functions.unix_millis(functions.col("first")).plus(functions.lit(earlyMs)));
        Column near = functions.expr(time + " >= " + Sql.timestamp(from));
        Column heardOfInSlice = functions.col("first").isNull();
        Column sameKind = kind.stream()
                .map(name -> functions.col(name).equalTo(functions.col("kind_" + name)))
                .reduce(Column::and)
                .orElseThrow();
        return rows.join(functions.broadcast(firsts), sameKind, "left_outer")
                .filter(heardOfInSlice.or(early).or(near));
    }
}
