package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.Tiles;
import io.millwright.features.window.RatedRange;
import io.millwright.lake.Changes;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the tables of what is known now may be others than when they were written: a tile in their reach is another, or a record that
 * happened before them, and no others. The time domain looks at tiles alone.
 */
final class CorrectedChanges {

    private static final List<String> CONTENT = List.of(Tiles.TILE_START, Tiles.STATE, Tiles.BINS);

    private final Lake lake;
    private final PipelineConfig config;
    private final FeaturePlan plan;
    private final CorrectedTables tables;
    private final int partitions;

    CorrectedChanges(Lake lake, PipelineConfig config, FeaturePlan plan, int partitions) {
        this.lake = lake;
        this.config = config;
        this.plan = plan;
        this.tables = new CorrectedTables(lake, plan);
        this.partitions = partitions;
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
    record Touched(
            List<TouchedTiles> tiles,
            Map<String, TouchedRecords> records,
            Map<String, List<Slice>> rows,
            Map<String, List<Slice>> otherRows) {}

    /** What {@link CorrectedStage#write} would do once the tile stage has done what it has before it. */
    Rewrites plan(TileStage tileStage) {
        Optional<Since> since = since();
        if (since.isEmpty()) {
            return Rewrites.everything(tables.whyAnew());
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
                    .orElseGet(() -> Rewrites.everything(tables.whyAnew()));
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

    private Optional<Since> since() {
        Optional<Map<String, Long>> inputs = tables.made();
        Optional<Long> tiles = inputs.flatMap(of -> Optional.ofNullable(of.get(Tiles.TABLE.name())));
        Optional<Long> machines = inputs.flatMap(of -> Optional.ofNullable(of.get(Equipment.TABLE.name())));
        return tiles.flatMap(version -> lake.changes(Tiles.TABLE.name(), version)
                .flatMap(changed -> machines.flatMap(of -> lake.changes(Equipment.TABLE.name(), of))
                        .map(metadata -> new Since(inputs.orElseThrow(), changed, ratedAnew(metadata)))));
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

    /**
     * What is another than when the rows there are were made; empty where those are defined otherwise, or versions there were can no longer be
     * read.
     *
     * @param now of the tiles there are
     */
    Optional<Touched> touched(Spans now) {
        return since().flatMap(since -> touched(since, now));
    }

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
        return !tables.knowRecords()
                ? Optional.of(Map.of())
                : TouchedRecords.since(lake, since.inputs(), plan, now.firstMs().keySet());
    }

    private Touched touched(
            List<TouchedTiles> tiles, Map<String, TouchedRecords> records, Since since, Spans before, Spans now) {
        Map<String, List<Slice>> rows = rows(tiles, since.ratedAnew(), before, now);
        TouchedRows touchedRows = new TouchedRows(plan.timeDomain(), before.endMs(), now.endMs());
        Map<String, List<TouchedTiles.Stretch>> stretches = stretches(tiles);
        Map<String, List<Slice>> others = new TreeMap<>(rows);
        now.firstMs()
                .forEach((machine, first) -> others.put(
                        machine,
                        touchedRows.withRecords(
                                rows.getOrDefault(machine, List.of()),
                                stretches.getOrDefault(machine, List.of()),
                                before.firstMs().get(machine),
                                first,
                                records.containsKey(machine)
                                        ? records.get(machine).fromMs()
                                        : Long.MAX_VALUE)));
        others.values().removeIf(List::isEmpty);
        return new Touched(tiles, records, rows, others);
    }

    private Map<String, List<Slice>> rows(List<TouchedTiles> touched, Set<String> ratedAnew, Spans before, Spans now) {
        TouchedRows touchedRows = new TouchedRows(plan.timeDomain(), before.endMs(), now.endMs());
        Map<String, List<TouchedTiles.Stretch>> stretches = stretches(touched);
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

    private static Map<String, List<TouchedTiles.Stretch>> stretches(List<TouchedTiles> touched) {
        Map<String, List<TouchedTiles.Stretch>> stretches = new HashMap<>();
        touched.forEach(machine -> stretches.put(machine.equipmentId(), machine.stretches()));
        return stretches;
    }

    private static long earlier(@Nullable Long one, @Nullable Long other) {
        return Math.min(one == null ? Long.MAX_VALUE : one, other == null ? Long.MAX_VALUE : other);
    }

    private long tileMs() {
        return plan.timeDomain().tileMs();
    }

    private Spans spans(Dataset<Row> tiles) {
        return Spans.of(tiles, tileMs());
    }
}
