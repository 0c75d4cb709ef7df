package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.window.RatedRange;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.Changes;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sha256;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The table of what is known now, always that of all tiles there are: rows are written again where a tile in their reach is another
 * than when they were written, and no others. Which version of {@code tiles} that was stands in the table's last commit, so a run
 * that was stopped before this stage leaves it more to do, never something undone.
 */
final class CorrectedStage {

    private static final List<String> ROW_KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);

    private static final List<String> CONTENT = List.of(Tiles.TILE_START, Tiles.STATE, Tiles.BINS);

    private static final StructType LOOKED_AT = new StructType()
            .add("machine", DataTypes.StringType, false)
            .add("from_ms", DataTypes.LongType, false)
            .add("to_ms", DataTypes.LongType, false)
            .add("early_ms", DataTypes.LongType, false);

    private final Lake lake;
    private final PipelineConfig config;
    private final FeaturePlan plan;
    private final TableSpec table;
    private final int partitions;

    CorrectedStage(Lake lake, PipelineConfig config, FeaturePlan plan, int partitions) {
        this.lake = lake;
        this.config = config;
        this.plan = plan;
        this.table = FeatureGroups.correctedTable(plan.groups().get(0).columns());
        this.partitions = partitions;
    }

    /** What the rows there are were made from, and what has happened to it since. */
    private record Since(long tilesVersion, Changes tiles, Set<String> ratedAnew) {}

    /** Slices of {@code as_of} by machine. */
    private record Touched(List<TouchedTiles> tiles, Map<String, List<Slice>> rows) {}

    void write() {
        Map<String, Long> inputs = lake.versions(List.of(Tiles.TABLE.name(), Equipment.TABLE.name()));
        Origin origin = new Origin(inputs, definition());
        Spans now = spans(lake.read(Tiles.TABLE));
        Optional<Since> since = since();
        if (since.isEmpty()) {
            Map<String, List<Slice>> all = new HashMap<>();
            now.firstMs().forEach((machine, first) -> all.put(machine, List.of(new Slice(first, now.endMs()))));
            Dataset<Row> rows = table(rows(lake.read(Tiles.TABLE), all, now));
            WideRows.withoutDictionaries(lake.spark(), () -> lake.overwrite(rows, table, origin));
            return;
        }
        Map<String, List<Slice>> touched = touched(since.get(), now).rows();
        if (!touched.isEmpty()) {
            rewrite(touched, now, origin);
        }
    }

    /** What {@link #write} would do once the tile stage has done what it has before it. */
    Rewrites plan(TileStage tileStage) {
        Optional<Since> since = since();
        if (since.isEmpty()) {
            return Rewrites.everything(whyAnew());
        }
        Optional<TileStage.Rewrite> ahead = tileStage.rewrite();
        if (ahead.isEmpty()) {
            return Rewrites.everything("the tiles there are cannot be brought up to date one by one");
        }
        Dataset<Row> tiles = lake.read(Tiles.TABLE);
        Dataset<Row> keys = ahead.get().keys();
        Dataset<Row> fresh = ahead.get().tiles().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Spans now = spans(ChunkKeys.without(tiles, keys).unionByName(fresh));
            Spans before =
                    spans(lake.readVersion(Tiles.TABLE.name(), since.get().tilesVersion()));
            List<TouchedTiles> touched = together(
                    between(since.get().tiles()),
                    TouchedTiles.between(ChunkKeys.with(tiles, keys), fresh, tileMs(), partitions));
            return rewrites(
                    new Touched(touched, rows(touched, since.get().ratedAnew(), before, now)),
                    since.get(),
                    before,
                    now);
        } finally {
            fresh.unpersist();
        }
    }

    private static Rewrites rewrites(Touched touched, Since since, Spans before, Spans now) {
        Map<String, TouchedTiles> tiles = new TreeMap<>();
        touched.tiles().forEach(machine -> tiles.put(machine.equipmentId(), machine));
        Set<String> named = new TreeSet<>(tiles.keySet());
        named.addAll(since.ratedAnew());
        List<Rewrites.Machine> machines = new ArrayList<>();
        for (String machine : named) {
            TouchedTiles of = tiles.getOrDefault(machine, new TouchedTiles(machine, List.of(), 0, 0, 0, 0));
            machines.add(new Rewrites.Machine(
                    machine,
                    of.late(),
                    of.added(),
                    of.changed(),
                    of.withdrawn(),
                    since.ratedAnew().contains(machine),
                    touched.rows().getOrDefault(machine, List.of()).stream()
                            .map(slice -> new Rewrites.Rows(
                                    Instant.ofEpochMilli(slice.afterMs()), Instant.ofEpochMilli(slice.toMs())))
                            .toList()));
        }
        return new Rewrites(
                "",
                Instant.ofEpochMilli(before.endMs()),
                Instant.ofEpochMilli(Math.max(before.endMs(), now.endMs())),
                machines);
    }

    private long tileMs() {
        return plan.timeDomain().tileMs();
    }

    private Spans spans(Dataset<Row> tiles) {
        return Spans.of(tiles, tileMs());
    }

    /** What decides a row beside its tiles and its machine's rated ranges. */
    private String definition() {
        TimeDomainPlan time = plan.timeDomain();
        return Sha256.hex(String.join(
                        "\n",
                        FeaturePlan.VERSION,
                        Integer.toString(Tiles.LAYOUT),
                        String.join(",", table.schema().fieldNames()),
                        Arrays.toString(time.periodHours()),
                        Long.toString(time.tileMs()),
                        Arrays.toString(time.windows()),
                        time.statistics().toString(),
                        String.valueOf(time.baseline()),
                        time.changes().toString(),
                        time.asOfEveryMs() + " " + time.asOfOffsetMs() + " " + time.silenceMs()))
                .substring(0, 16);
    }

    /** What the rows there are were made from, where they are defined as now. */
    private Optional<Origin> made() {
        return lake.has(table)
                ? lake.origin(table.name()).filter(made -> made.definition().equals(definition()))
                : Optional.empty();
    }

    private Optional<Since> since() {
        Optional<Map<String, Long>> inputs = made().map(Origin::inputs);
        Optional<Long> tiles = inputs.flatMap(of -> Optional.ofNullable(of.get(Tiles.TABLE.name())));
        Optional<Long> machines = inputs.flatMap(of -> Optional.ofNullable(of.get(Equipment.TABLE.name())));
        return tiles.flatMap(version -> lake.changes(Tiles.TABLE.name(), version)
                .flatMap(changed -> machines.flatMap(of -> lake.changes(Equipment.TABLE.name(), of))
                        .map(metadata -> new Since(version, changed, ratedAnew(metadata)))));
    }

    private String whyAnew() {
        if (!lake.has(table)) {
            return "there is no table " + table.name() + " yet";
        }
        return made().isEmpty()
                ? "the features are defined otherwise than when " + table.name() + " was written"
                : "the tables as they were when " + table.name() + " was written are no longer kept";
    }

    private Set<String> ratedAnew(Changes machines) {
        Map<String, Map<String, RatedRange>> before = FleetFacts.rated(machines.removed(), config);
        Map<String, Map<String, RatedRange>> now = FleetFacts.rated(machines.added(), config);
        Set<String> anew = new TreeSet<>(before.keySet());
        anew.addAll(now.keySet());
        anew.removeIf(machine -> before.getOrDefault(machine, Map.of()).equals(now.getOrDefault(machine, Map.of())));
        return anew;
    }

    private List<TouchedTiles> between(Changes tiles) {
        Dataset<Row> keys = ChunkKeys.changed(lake.spark(), tiles, CONTENT).persist();
        try {
            return keys.isEmpty()
                    ? List.of()
                    : TouchedTiles.between(
                            ChunkKeys.with(tiles.removed(), keys),
                            ChunkKeys.with(tiles.added(), keys),
                            tileMs(),
                            partitions);
        } finally {
            keys.unpersist();
        }
    }

    private List<TouchedTiles> together(List<TouchedTiles> some, List<TouchedTiles> others) {
        Map<String, TouchedTiles> all = new TreeMap<>();
        some.forEach(machine -> all.put(machine.equipmentId(), machine));
        others.forEach(machine -> all.merge(machine.equipmentId(), machine, (one, other) -> one.plus(other, tileMs())));
        return List.copyOf(all.values());
    }

    private Touched touched(Since since, Spans now) {
        List<TouchedTiles> tiles = between(since.tiles());
        if (tiles.isEmpty() && since.ratedAnew().isEmpty()) {
            return new Touched(List.of(), Map.of());
        }
        Spans before = spans(lake.readVersion(Tiles.TABLE.name(), since.tilesVersion()));
        return new Touched(tiles, rows(tiles, since.ratedAnew(), before, now));
    }

    private Map<String, List<Slice>> rows(List<TouchedTiles> touched, Set<String> ratedAnew, Spans before, Spans now) {
        TouchedRows touchedRows = new TouchedRows(plan.timeDomain(), before.endMs(), now.endMs());
        Map<String, List<TouchedTiles.Stretch>> stretches = new HashMap<>();
        touched.forEach(machine -> stretches.put(machine.equipmentId(), machine.stretches()));
        Set<String> machines = new HashSet<>(before.firstMs().keySet());
        machines.addAll(now.firstMs().keySet());
        Map<String, List<Slice>> rows = new TreeMap<>();
        for (String machine : machines) {
            Long firstBefore = before.firstMs().get(machine);
            Long first = now.firstMs().get(machine);
            List<Slice> slices = ratedAnew.contains(machine)
                    ? touchedRows.all(earlier(firstBefore, first))
                    : touchedRows.of(stretches.getOrDefault(machine, List.of()), firstBefore, first);
            if (!slices.isEmpty()) {
                rows.put(machine, slices);
            }
        }
        return rows;
    }

    private static long earlier(@Nullable Long one, @Nullable Long other) {
        return Math.min(one == null ? Long.MAX_VALUE : one, other == null ? Long.MAX_VALUE : other);
    }

    private void rewrite(Map<String, List<Slice>> slices, Spans now, Origin origin) {
        Dataset<Row> fresh = table(rows(tiles(slices, now), slices, now)).withColumn(Lake.GONE, functions.lit(false));
        Dataset<Row> rows = fresh.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> all = rows.unionByName(gone(slices, rows));
            WideRows.withoutDictionaries(lake.spark(), () -> lake.merge(all, table, ROW_KEY, origin));
        } finally {
            rows.unpersist();
        }
    }

    /** Rows of the table in the slices that are no more. */
    private Dataset<Row> gone(Map<String, List<Slice>> slices, Dataset<Row> fresh) {
        List<Row> each = new ArrayList<>();
        slices.forEach((machine, of) ->
                of.forEach(slice -> each.add(RowFactory.create(machine, slice.afterMs(), slice.toMs(), 0L))));
        Dataset<Row> stretches = lake.spark().createDataFrame(each, LOOKED_AT);
        Column asOf = functions.unix_millis(functions.col(FeatureGroups.AS_OF));
        Dataset<Row> there = lake.read(table)
                .select(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF, FeatureGroups.TYPE, FeatureGroups.MONTH)
                .join(
                        functions.broadcast(stretches),
                        functions
                                .col(FeatureGroups.EQUIPMENT_ID)
                                .equalTo(functions.col("machine"))
                                .and(asOf.gt(functions.col("from_ms")))
                                .and(asOf.leq(functions.col("to_ms"))))
                .join(
                        fresh.select(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF),
                        ROW_KEY.toArray(new String[0]),
                        "left_anti");
        Column[] columns = Arrays.stream(fresh.columns())
                .map(name -> switch (name) {
                    case FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF, FeatureGroups.TYPE, FeatureGroups.MONTH ->
                        functions.col(name);
                    case Lake.GONE -> functions.lit(true).as(name);
                    default -> functions.lit(null).cast(DataTypes.DoubleType).as(name);
                })
                .toArray(Column[]::new);
        return there.select(columns);
    }

    private Dataset<Row> table(JavaRDD<FeatureRow> rows) {
        return WideRows.table(
                        lake.spark(),
                        rows,
                        0,
                        FeatureGroups.table(table.name(), plan.groups().get(0).columns())
                                .schema(),
                        Entries.types(lake))
                .withColumn(FeatureGroups.MONTH, Sql.month(functions.col(FeatureGroups.AS_OF)));
    }

    private JavaRDD<FeatureRow> rows(Dataset<Row> tiles, Map<String, List<Slice>> slices, Spans now) {
        MachineRows machines =
                MachineRows.of(plan, null, config.features().chunk().toMillis(), now.startMs(), now.endMs());
        return Entries.byMachine(List.of(Entries.tiles(tiles)), partitions)
                .javaRDD()
                .mapPartitions(entries -> Grouped.flatMap(
                        entries,
                        MachineEntry::getEquipmentId,
                        machine -> machines.corrected(
                                machine, slices.getOrDefault(machine.get(0).getEquipmentId(), List.of()))));
    }

    /** What the rows of the slices look back on, and each machine's first tiles, which hold its start and its baseline. */
    private Dataset<Row> tiles(Map<String, List<Slice>> slices, Spans now) {
        long chunkMs = config.features().chunk().toMillis();
        TimeDomainPlan.Baseline baseline = plan.timeDomain().baseline();
        long baselineMs = baseline == null ? 0 : baseline.length() * tileMs();
        List<Row> lookedAt = new ArrayList<>();
        slices.forEach((machine, of) -> lookedAt.add(RowFactory.create(
                machine,
                of.get(0).afterMs() - plan.timeDomain().reachMs() - chunkMs,
                of.get(of.size() - 1).toMs(),
                now.firstMs().getOrDefault(machine, of.get(0).afterMs()) + baselineMs + chunkMs)));
        Column chunk = functions.unix_millis(functions.col(Tiles.CHUNK_START));
        return lake.read(Tiles.TABLE)
                .join(
                        functions.broadcast(lake.spark().createDataFrame(lookedAt, LOOKED_AT)),
                        functions
                                .col(Tiles.EQUIPMENT_ID)
                                .equalTo(functions.col("machine"))
                                .and(chunk.leq(functions.col("to_ms")))
                                .and(chunk.geq(functions.col("from_ms")).or(chunk.leq(functions.col("early_ms")))));
    }
}
