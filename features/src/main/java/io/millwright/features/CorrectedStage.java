package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.text.NoteReader;
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
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * The tables of what is known now, always that of all tiles and records there are: rows are written again where a tile in their reach is
 * another than when they were written, or a record that happened before them, and no others. Which versions that was stands in the tables'
 * last commits, so a run that was stopped before or in this stage leaves it more to do, never something undone. The time domain looks at
 * tiles alone; groups whose rows need other machines' have no such table.
 */
final class CorrectedStage {

    private static final List<String> ROW_KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);

    /** Tables that rows of the time domain are made from. */
    private static final Set<String> OF_TILES = Set.of(Tiles.TABLE.name(), Equipment.TABLE.name());

    private static final List<String> CONTENT = List.of(Tiles.TILE_START, Tiles.STATE, Tiles.BINS);

    private static final StructType LOOKED_AT = new StructType()
            .add("machine", DataTypes.StringType, false)
            .add("from_ms", DataTypes.LongType, false)
            .add("to_ms", DataTypes.LongType, false)
            .add("early_ms", DataTypes.LongType, false);

    private final Lake lake;
    private final PipelineConfig config;
    private final FeaturePlan plan;
    private final List<Part> parts;
    private final int partitions;

    CorrectedStage(Lake lake, PipelineConfig config, FeaturePlan plan, int partitions) {
        this.lake = lake;
        this.config = config;
        this.plan = plan;
        this.parts = parts(plan);
        this.partitions = partitions;
    }

    /**
     * A table and where its numbers stand in a machine's row.
     *
     * @param ofTiles whether its rows look at tiles alone
     */
    private record Part(TableSpec table, int first, boolean ofTiles) {}

    private static List<Part> parts(FeaturePlan plan) {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        for (FeaturePlan.Group group : plan.groups()) {
            boolean ofTiles = group.name().equals(FeatureGroups.TIME_DOMAIN);
            boolean isOwn = !FeatureGroups.OF_FLEET.contains(group.name())
                    && !group.features().isEmpty();
            if (ofTiles || isOwn) {
                parts.add(new Part(FeatureGroups.correctedTable(group.name(), group.columns()), first, ofTiles));
            }
            first += group.features().size();
        }
        return parts;
    }

    /**
     * What the rows there are were made from, and what has happened to it since.
     *
     * @param inputs versions by table
     */
    private record Since(Map<String, Long> inputs, Changes tiles, Set<String> ratedAnew) {

        long tilesVersion() {
            return inputs.getOrDefault(Tiles.TABLE.name(), 0L);
        }
    }

    /**
     * What differs, and slices of {@code as_of} by machine that it concerns.
     *
     * @param rows of the time domain
     * @param otherRows of the other groups, these among them
     */
    private record Touched(
            List<TouchedTiles> tiles,
            Map<String, TouchedRecords> records,
            Map<String, List<Slice>> rows,
            Map<String, List<Slice>> otherRows) {}

    /** @param regimes null where the pipeline file has none */
    void write(@Nullable RegimeModel regimes) {
        Origin origin = new Origin(lake.versions(inputs()), definition());
        Spans now = spans(lake.read(Tiles.TABLE));
        Optional<Touched> touched = since().flatMap(since -> touched(since, now));
        if (touched.isEmpty()) {
            Map<String, List<Slice>> all = new HashMap<>();
            now.firstMs().forEach((machine, first) -> all.put(machine, List.of(new Slice(first, now.endMs()))));
            written(
                    rows(lake.read(Tiles.TABLE), all, now, regimes),
                    (part, rows) -> lake.overwrite(table(rows, part), part.table(), origin));
        } else if (!touched.get().otherRows().isEmpty()) {
            Map<String, List<Slice>> slices = touched.get().otherRows();
            written(rows(tiles(slices, now), slices, now, regimes), (part, rows) -> {
                Map<String, List<Slice>> of = part.ofTiles() ? touched.get().rows() : slices;
                if (!of.isEmpty()) {
                    merge(rows.filter(row -> isIn(of, row)), part, of, origin);
                }
            });
        }
    }

    private List<String> inputs() {
        return Stream.concat(Stream.of(Tiles.TABLE.name()), TouchedRecords.tables(lake).stream())
                .toList();
    }

    /** Writes every table from rows that are computed once. */
    private void written(JavaRDD<FeatureRow> rows, BiConsumer<Part, JavaRDD<FeatureRow>> write) {
        JavaRDD<FeatureRow> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            parts.forEach(part -> WideRows.withoutDictionaries(lake.spark(), () -> {
                write.accept(part, kept);
                return part;
            }));
        } finally {
            kept.unpersist();
        }
    }

    private static boolean isIn(Map<String, List<Slice>> slices, FeatureRow row) {
        return slices.getOrDefault(row.equipmentId(), List.of()).stream()
                .anyMatch(slice -> row.asOfMs() > slice.afterMs() && row.asOfMs() <= slice.toMs());
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
            return records(since.get(), now)
                    .map(records ->
                            rewrites(touched(touched, records, since.get(), before, now), since.get(), before, now))
                    .orElseGet(() -> Rewrites.everything(whyAnew()));
        } finally {
            fresh.unpersist();
        }
    }

    private static Rewrites rewrites(Touched touched, Since since, Spans before, Spans now) {
        Map<String, TouchedTiles> tiles = new TreeMap<>();
        touched.tiles().forEach(machine -> tiles.put(machine.equipmentId(), machine));
        Set<String> named = new TreeSet<>(tiles.keySet());
        named.addAll(since.ratedAnew());
        named.addAll(touched.records().keySet());
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
                    touched.records().containsKey(machine)
                            ? touched.records().get(machine).count()
                            : 0,
                    told(touched.rows().getOrDefault(machine, List.of())),
                    told(touched.otherRows().getOrDefault(machine, List.of()))));
        }
        return new Rewrites(
                "",
                Instant.ofEpochMilli(before.endMs()),
                Instant.ofEpochMilli(Math.max(before.endMs(), now.endMs())),
                machines);
    }

    private static List<Rewrites.Rows> told(List<Slice> slices) {
        return slices.stream()
                .map(slice ->
                        new Rewrites.Rows(Instant.ofEpochMilli(slice.afterMs()), Instant.ofEpochMilli(slice.toMs())))
                .toList();
    }

    private long tileMs() {
        return plan.timeDomain().tileMs();
    }

    private Spans spans(Dataset<Row> tiles) {
        return Spans.of(tiles, tileMs());
    }

    /** What decides a row beside its tiles, its machine's records and its rated ranges. */
    private String definition() {
        TimeDomainPlan time = plan.timeDomain();
        return Sha256.hex(String.join(
                        "\n",
                        FeaturePlan.VERSION,
                        Integer.toString(Tiles.LAYOUT),
                        plan.groups().toString(),
                        Arrays.toString(time.periodHours()),
                        Long.toString(time.tileMs()),
                        Arrays.toString(time.windows()),
                        time.statistics().toString(),
                        String.valueOf(time.baseline()),
                        time.changes().toString(),
                        time.asOfEveryMs() + " " + time.asOfOffsetMs() + " " + time.silenceMs()))
                .substring(0, 16);
    }

    /** What the rows there are were made from, where they are defined as now: the oldest version that one of the tables has of each. */
    private Optional<Map<String, Long>> made() {
        Map<String, Long> oldest = new HashMap<>();
        for (Part part : parts) {
            Optional<Origin> made = lake.has(part.table())
                    ? lake.origin(part.table().name())
                            .filter(of -> of.definition().equals(definition()))
                    : Optional.empty();
            if (made.isEmpty()) {
                return Optional.empty();
            }
            made.get().inputs().entrySet().stream()
                    .filter(input -> !part.ofTiles() || OF_TILES.contains(input.getKey()))
                    .forEach(input -> oldest.merge(input.getKey(), input.getValue(), Math::min));
        }
        return Optional.of(oldest);
    }

    private Optional<Since> since() {
        Optional<Map<String, Long>> inputs = made();
        Optional<Long> tiles = inputs.flatMap(of -> Optional.ofNullable(of.get(Tiles.TABLE.name())));
        Optional<Long> machines = inputs.flatMap(of -> Optional.ofNullable(of.get(Equipment.TABLE.name())));
        return tiles.flatMap(version -> lake.changes(Tiles.TABLE.name(), version)
                .flatMap(changed -> machines.flatMap(of -> lake.changes(Equipment.TABLE.name(), of))
                        .map(metadata -> new Since(inputs.orElseThrow(), changed, ratedAnew(metadata)))));
    }

    private String whyAnew() {
        List<String> missing = parts.stream()
                .map(part -> part.table().name())
                .filter(name -> !lake.has(name))
                .toList();
        if (!missing.isEmpty()) {
            return "there is no table " + missing.get(0) + " yet";
        }
        return made().isEmpty()
                ? "the features are defined otherwise than when " + names() + " were written"
                : "the tables as they were when " + names() + " were written are no longer kept";
    }

    private String names() {
        return parts.stream().map(part -> part.table().name()).collect(Collectors.joining(", "));
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

    /** Empty where versions there were can no longer be read. */
    private Optional<Touched> touched(Since since, Spans now) {
        List<TouchedTiles> tiles = between(since.tiles());
        return records(since, now).map(records -> {
            if (tiles.isEmpty() && since.ratedAnew().isEmpty() && records.isEmpty()) {
                return new Touched(List.of(), Map.of(), Map.of(), Map.of());
            }
            Spans before = spans(lake.readVersion(Tiles.TABLE.name(), since.tilesVersion()));
            return touched(tiles, records, since, before, now);
        });
    }

    private Optional<Map<String, TouchedRecords>> records(Since since, Spans now) {
        return parts.size() == 1
                ? Optional.of(Map.of())
                : TouchedRecords.since(lake, since.inputs(), plan, now.firstMs().keySet());
    }

    private Touched touched(
            List<TouchedTiles> tiles, Map<String, TouchedRecords> records, Since since, Spans before, Spans now) {
        Map<String, List<Slice>> rows = rows(tiles, since.ratedAnew(), before, now);
        TouchedRows touchedRows = new TouchedRows(plan.timeDomain(), before.endMs(), now.endMs());
        Map<String, List<Slice>> others = new TreeMap<>(rows);
        for (String machine : now.firstMs().keySet()) {
            Long first = now.firstMs().get(machine);
            Long firstBefore = before.firstMs().get(machine);
            long fromMs = Math.min(
                    records.containsKey(machine) ? records.get(machine).fromMs() : Long.MAX_VALUE,
                    first.equals(firstBefore) ? Long.MAX_VALUE : earlier(firstBefore, first));
            if (fromMs < Long.MAX_VALUE) {
                others.put(
                        machine,
                        touchedRows.andAfter(
                                others.getOrDefault(machine, List.of()),
                                Math.max(fromMs, earlier(firstBefore, first))));
            }
        }
        others.values().removeIf(List::isEmpty);
        return new Touched(tiles, records, rows, others);
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

    private void merge(JavaRDD<FeatureRow> rows, Part part, Map<String, List<Slice>> slices, Origin origin) {
        Dataset<Row> fresh =
                table(rows, part).withColumn(Lake.GONE, functions.lit(false)).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            lake.merge(fresh.unionByName(gone(slices, fresh, part)), part.table(), ROW_KEY, origin);
        } finally {
            fresh.unpersist();
        }
    }

    /** Rows of the table in the slices that are no more. */
    private Dataset<Row> gone(Map<String, List<Slice>> slices, Dataset<Row> fresh, Part part) {
        List<Row> each = new ArrayList<>();
        slices.forEach((machine, of) ->
                of.forEach(slice -> each.add(RowFactory.create(machine, slice.afterMs(), slice.toMs(), 0L))));
        Dataset<Row> stretches = lake.spark().createDataFrame(each, LOOKED_AT);
        Column asOf = functions.unix_millis(functions.col(FeatureGroups.AS_OF));
        Dataset<Row> there = lake.read(part.table())
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

    private Dataset<Row> table(JavaRDD<FeatureRow> rows, Part part) {
        StructType schema = part.table().schema();
        StructType written = new StructType(Arrays.copyOf(schema.fields(), schema.size() - 1));
        return WideRows.table(lake.spark(), rows, part.first(), written, Entries.types(lake))
                .withColumn(FeatureGroups.MONTH, Sql.month(functions.col(FeatureGroups.AS_OF)));
    }

    private JavaRDD<FeatureRow> rows(
            Dataset<Row> tiles, Map<String, List<Slice>> slices, Spans now, @Nullable RegimeModel regimes) {
        MachineRows machines =
                MachineRows.of(plan, regimes, config.features().chunk().toMillis(), now.startMs(), now.endMs());
        return Entries.byMachine(Entries.of(lake, plan, tiles), partitions)
                .javaRDD()
                .mapPartitions(entries -> {
                    NoteReader reader = machines.noteReader();
                    return Grouped.flatMap(
                            entries,
                            MachineEntry::getEquipmentId,
                            machine -> machines.corrected(
                                    machine,
                                    reader,
                                    slices.getOrDefault(machine.get(0).getEquipmentId(), List.of())));
                });
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
