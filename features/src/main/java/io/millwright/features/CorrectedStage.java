package io.millwright.features;

import io.millwright.features.CorrectedChanges.Touched;
import io.millwright.features.CorrectedTables.Part;
import io.millwright.features.Slices.Slice;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.text.NoteReader;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.config.PipelineConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
 * The tables of what is known now, always that of all tiles and records there are: the rows that {@link CorrectedChanges} names are written
 * again, and no others. What they were made from stands in the tables' last commits, so a run that was stopped before or in this stage leaves
 * it more to do, never something undone. Where a row of one machine is written again, those of the groups that compare and sum up machines are,
 * of all machines at its moments.
 */
final class CorrectedStage {

    private static final List<String> ROW_KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);

    private static final StructType LOOKED_AT = new StructType()
            .add("machine", DataTypes.StringType, false)
            .add("from_ms", DataTypes.LongType, false)
            .add("to_ms", DataTypes.LongType, false)
            .add("early_ms", DataTypes.LongType, false);

    private final Lake lake;
    private final PipelineConfig config;
    private final FeaturePlan plan;
    private final CorrectedTables tables;
    private final CorrectedChanges changes;
    private final int partitions;

    CorrectedStage(Lake lake, PipelineConfig config, FeaturePlan plan, int partitions) {
        this.lake = lake;
        this.config = config;
        this.plan = plan;
        this.tables = new CorrectedTables(lake, plan);
        this.changes = new CorrectedChanges(lake, config, plan, partitions);
        this.partitions = partitions;
    }

    /**
     * Brings the tables up to date, slice by slice.
     *
     * @param regimes null where the pipeline file has none
     */
    void write(@Nullable RegimeModel regimes, Slicing slicing) {
        Spans now = Spans.of(lake.read(Tiles.TABLE), plan.timeDomain().tileMs());
        Origin origin = tables.origin();
        Optional<Touched> touched = changes.touched(now);
        if (touched.isPresent()) {
            rewrite(touched.get(), now, regimes, origin, slicing);
        } else {
            writeAll(now, regimes, origin, slicing);
        }
    }

    private void writeAll(Spans now, @Nullable RegimeModel regimes, Origin whole, Slicing slicing) {
        List<Slice> slices = slices(now.startMs(), now.endMs(), now, slicing);
        Part last = tables.parts().get(tables.parts().size() - 1);
        Committed.anew(lake, last.table(), whole, CorrectedStage::standingIn, slices)
                .write(
                        slices,
                        true,
                        slicing.progress(),
                        (slice, origin, everything) -> written(
                                rows(ofAll(slice, now), now, regimes),
                                (part, rows) -> Committed.put(
                                        lake, table(rows, part), part.table(), standingIn(slice), origin, everything)));
    }

    private static String standingIn(Slice slice) {
        return slice.predicate(FeatureGroups.AS_OF);
    }

    private List<Slice> slices(long afterMs, long toMs, Spans now, Slicing slicing) {
        return slicing.cut(
                afterMs,
                toMs,
                plan.timeDomain().asOfEveryMs(),
                (long) plan.width() * now.firstMs().size());
    }

    /** Machine to its part of a slice; without machines that start later. */
    private static Map<String, List<Slice>> ofAll(Slice slice, Spans now) {
        Map<String, List<Slice>> all = new HashMap<>();
        now.firstMs().forEach((machine, first) -> {
            if (first < slice.toMs()) {
                all.put(machine, List.of(new Slice(Math.max(first, slice.afterMs()), slice.toMs())));
            }
        });
        return all;
    }

    /** A table's commits say what it was made from before until the last slice that has rows of it: a run that was stopped begins again. */
    private void rewrite(Touched touched, Spans now, @Nullable RegimeModel regimes, Origin origin, Slicing slicing) {
        if (touched.otherRows().isEmpty()) {
            return;
        }
        Map<Part, Origin> before = new HashMap<>();
        tables.parts()
                .forEach(part ->
                        before.put(part, lake.origin(part.table().name()).orElse(origin)));
        List<Slice> slices = slices(firstOf(touched.otherRows()), lastOf(touched.otherRows()), now, slicing);
        for (int i = 0; i < slices.size(); i++) {
            slicing.progress().fraction((double) i / slices.size());
            Slice slice = slices.get(i);
            Map<String, List<Slice>> others = slice.of(touched.otherRows());
            if (!others.isEmpty()) {
                Map<String, List<Slice>> fleet = tables.knowTheFleet() ? ofFleet(others, now) : others;
                written(rows(fleet, now, regimes), (part, rows) -> {
                    Map<String, List<Slice>> all = part.ofTiles() ? touched.rows() : touched.otherRows();
                    Map<String, List<Slice>> of = part.ofFleet() ? fleet : slice.of(all);
                    if (!of.isEmpty()) {
                        boolean ends = lastOf(all) <= slice.toMs();
                        merge(
                                rows.filter(row -> isIn(of, row)),
                                part,
                                of,
                                ends ? origin : before.getOrDefault(part, origin));
                    }
                });
            }
        }
    }

    /** The moments of any of them, of every machine that is in the data or among them. */
    private static Map<String, List<Slice>> ofFleet(Map<String, List<Slice>> some, Spans now) {
        List<Slice> moments =
                Slices.merged(some.values().stream().flatMap(List::stream).toList());
        Map<String, List<Slice>> all = new TreeMap<>();
        Stream.concat(some.keySet().stream(), now.firstMs().keySet().stream())
                .forEach(machine -> all.put(machine, moments));
        return all;
    }

    private static long firstOf(Map<String, List<Slice>> slices) {
        return slices.values().stream()
                .mapToLong(of -> of.get(0).afterMs())
                .min()
                .orElseThrow();
    }

    private static long lastOf(Map<String, List<Slice>> slices) {
        return slices.values().stream()
                .mapToLong(of -> of.get(of.size() - 1).toMs())
                .max()
                .orElseThrow();
    }

    /** Writes every table from rows that are computed once. */
    private void written(JavaRDD<FeatureRow> rows, BiConsumer<Part, JavaRDD<FeatureRow>> write) {
        JavaRDD<FeatureRow> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            tables.parts()
                    .forEach(part -> WideRows.withoutDictionaries(lake.spark(), () -> {
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
        JavaRDD<FeatureRow> own = part.ofFleet() ? new OfFleet(plan, partitions).rows(part.group(), rows) : rows;
        return WideRows.table(lake.spark(), own, part.first(), written, Entries.types(lake))
                .withColumn(FeatureGroups.MONTH, Sql.month(functions.col(FeatureGroups.AS_OF)));
    }

    private JavaRDD<FeatureRow> rows(Map<String, List<Slice>> slices, Spans now, @Nullable RegimeModel regimes) {
        MachineRows machines =
                MachineRows.of(plan, regimes, config.features().chunk().toMillis(), now.startMs(), now.endMs());
        return Entries.byMachine(Entries.of(lake, plan, tiles(slices, now)), partitions)
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
        long baselineMs =
                baseline == null ? 0 : baseline.length() * plan.timeDomain().tileMs();
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
