package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Tile;
import io.millwright.lake.Changes;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** Chunks of readings to chunks of tiles: {@code series -> [SeriesChunk] -> [TileChunk] -> tiles}. */
final class TileStage {

    /** What the commit says where the tiles are those of all chunks there were. */
    private static final String COMPLETE = "all chunks";

    private final Lake lake;
    private final PipelineConfig config;
    private final Cutting cutting;
    private final RegimeStage.@Nullable Fitted regimes;
    private final int partitions;

    TileStage(
            Lake lake,
            PipelineConfig config,
            Tile.Quantiles quantiles,
            RegimeStage.@Nullable Fitted regimes,
            int partitions) {
        this.lake = lake;
        this.config = config;
        this.regimes = regimes;
        this.partitions = partitions;
        this.cutting = cutting(config, quantiles, regimes == null ? null : regimes.model());
    }

    /** How the pipeline's readings are cut. */
    static Cutting cutting(PipelineConfig config, Tile.Quantiles quantiles, @Nullable RegimeModel model) {
        long oldest = config.features()
                .regimes()
                .map(spec -> RegimeStage.oldestSettingMs(config, spec))
                .orElse(0L);
        return new Cutting(config.features().tile().toMillis(), quantiles, model, oldest);
    }

    /** What makes tiles comparable: those of another specification are never merged with these. */
    String spec() {
        return config.features().tile() + " " + cutting.quantiles() + " v" + FeaturePlan.VERSION + " layout "
                + Tiles.LAYOUT;
    }

    String regimeVersion() {
        return regimes == null ? "" : regimes.version();
    }

    /**
     * Writes the tiles of all chunks; where an interval is given, or a table of what is known now is kept, of those alone that are others than
     * when the tiles there are were written, wherever they lie. Where that cannot be told, all of them. All of them are written in slices of
     * days.
     */
    void write(Optional<Interval> interval, Slicing slicing) {
        Map<String, Long> inputs = lake.versions(List.of(Series.TABLE.name()));
        boolean begun = Committed.isBegun(lake, Tiles.TABLE);
        if (!begun && Commits.isDone(lake, Tiles.TABLE.name(), inputs) && fits()) {
            return;
        }
        Optional<Rewrite> rewrite =
                interval.isPresent() || config.features().asCorrected() ? rewrite() : Optional.empty();
        if (rewrite.isPresent()) {
            rewrite(rewrite.get(), new Origin(inputs, COMPLETE));
            return;
        }
        writeAll(new Origin(inputs, COMPLETE), slicing);
    }

    /**
     * What brings the tiles up to date.
     *
     * @param keys of rows that may be others than those there are
     * @param tiles the rows of these keys that have tiles now
     */
    record Rewrite(Dataset<Row> keys, Dataset<Row> tiles) {}

    /** Empty where the tiles there are do not say which chunks they were made from, or are of another specification. */
    Optional<Rewrite> rewrite() {
        if (!fits()) {
            return Optional.empty();
        }
        return lake.origin(Tiles.TABLE.name())
                .filter(made -> made.definition().equals(COMPLETE))
                .flatMap(made -> Optional.ofNullable(made.inputs().get(Series.TABLE.name())))
                .flatMap(version -> lake.changes(Series.TABLE.name(), version))
                .map(this::rewrite);
    }

    private Rewrite rewrite(Changes series) {
        Dataset<Row> keys =
                ChunkKeys.changed(lake.spark(), series, List.of(Series.OFFSET_MS, Series.VALUE, Series.CLEAN));
        if (regimes == null) {
            return new Rewrite(keys, tiles(Chunks.of(ChunkKeys.with(series.added(), keys), config)));
        }
        Dataset<Row> near = near(keys);
        Dataset<Row> placed = placedBy(keys, near);
        Dataset<Row> chunks = ChunkKeys.with(near, placed);
        Dataset<Row> read = chunks.union(ChunkKeys.without(settingsOf(placed, near), placed));
        return new Rewrite(placed, ChunkKeys.with(tiles(Chunks.of(read, config)), placed));
    }

    private void rewrite(Rewrite rewrite, Origin origin) {
        Dataset<Row> keys = rewrite.keys().persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<Row> tiles = rewrite.tiles().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            if (!keys.isEmpty()) {
                lake.merge(
                        tiles.withColumn(Lake.GONE, functions.lit(false))
                                .unionByName(GoneRows.of(ChunkKeys.without(keys, tiles), tiles, Tiles.CHUNK_START)),
                        Tiles.TABLE,
                        ChunkKeys.KEY,
                        origin);
            }
        } finally {
            tiles.unpersist();
            keys.unpersist();
        }
    }

    /** Rows of {@code series} of the days on which a chunk of these begins, and of those around it on which a setting may place it. */
    private Dataset<Row> near(Dataset<Row> keys) {
        long daysAround = settingReachMs() / Slices.DAY_MS + 1;
        Set<LocalDate> days = new TreeSet<>();
        for (Row row : keys.select(functions.date_format(functions.col(Series.CHUNK_START), "yyyy-MM-dd"))
                .distinct()
                .collectAsList()) {
            LocalDate day = LocalDate.parse(row.getString(0));
            LongStream.rangeClosed(-daysAround, daysAround)
                    .mapToObj(day::plusDays)
                    .forEach(days::add);
        }
        return lake.read(Series.TABLE).filter(functions.col(Series.DATE).isin(days.toArray()));
    }

    /** How far from a chunk's start a setting may begin that places one of its readings. */
    private long settingReachMs() {
        return config.features().chunk().toMillis() + cutting.oldestMs();
    }

    /** With these chunks, all of the same machine that a changed setting among them places: until a setting is too old. */
    private Dataset<Row> placedBy(Dataset<Row> keys, Dataset<Row> series) {
        Column chunk = functions.unix_millis(functions.col(Series.CHUNK_START));
        long reach = settingReachMs();
        Dataset<Row> settings = keys.filter(isSetting())
                .select(functions.col(Series.EQUIPMENT_ID).as("machine"), chunk.as("set_ms"))
                .distinct();
        Column[] key = ChunkKeys.KEY.stream().map(functions::col).toArray(Column[]::new);
        Dataset<Row> placed = series.select(key)
                .join(
                        settings,
                        functions
                                .col(Series.EQUIPMENT_ID)
                                .equalTo(functions.col("machine"))
                                .and(chunk.geq(functions.col("set_ms")))
                                .and(chunk.leq(functions.col("set_ms").plus(reach))),
                        "left_semi");
        return keys.select(key).union(placed).distinct();
    }

    /** The settings from a little before each machine's earliest chunk among these. */
    private Dataset<Row> settingsOf(Dataset<Row> keys, Dataset<Row> series) {
        Column chunk = functions.unix_millis(functions.col(Series.CHUNK_START));
        long reach = settingReachMs();
        Dataset<Row> earliest = keys.groupBy(functions.col(Series.EQUIPMENT_ID).as("machine"))
                .agg(functions.min(chunk).minus(reach).as("from_ms"));
        return series.filter(isSetting())
                .join(
                        earliest,
                        functions
                                .col(Series.EQUIPMENT_ID)
                                .equalTo(functions.col("machine"))
                                .and(chunk.geq(functions.col("from_ms"))),
                        "left_semi");
    }

    private Column isSetting() {
        Object[] settings = config.features().regimes().stream()
                .flatMap(spec -> spec.settings().stream())
                .toArray();
        return settings.length == 0
                ? functions.lit(false)
                : functions.col(Series.SENSOR).isin(settings);
    }

    private boolean fits() {
        return lake.has(Tiles.TABLE)
                && lake.read(Tiles.TABLE)
                        .filter(functions
                                .col(Tiles.TILE_SPEC)
                                .notEqual(spec())
                                .or(functions.col(Tiles.REGIME_VERSION).notEqual(regimeVersion())))
                        .isEmpty();
    }

    private void writeAll(Origin whole, Slicing slicing) {
        List<Slice> slices = slices(slicing);
        Committed.anew(lake, Tiles.TABLE, whole, TileStage::beginningIn, slices)
                .write(slices, true, slicing.progress(), (slice, origin, everything) -> {
                    Dataset<Row> tiles = tiles(slice);
                    WideRows.withoutDictionaries(
                            lake.spark(),
                            () -> Committed.put(lake, tiles, Tiles.TABLE, beginningIn(slice), origin, everything));
                });
    }

    private static String beginningIn(Slice slice) {
        return slice.predicate(Tiles.CHUNK_START);
    }

    /** Of the days there are readings of. */
    private List<Slice> slices(Slicing slicing) {
        Column start = functions.unix_millis(functions.col(Series.CHUNK_START));
        Row span = lake.read(Series.TABLE)
                .agg(functions.min(start), functions.max(start), functions.sum(Series.N))
                .first();
        return span.isNullAt(0)
                ? slicing.days(0, 0, 0)
                : slicing.days(span.getLong(0), span.getLong(1), span.getLong(2));
    }

    /** The tiles of the chunks that begin on the days of a slice. */
    private Dataset<Row> tiles(Slice slice) {
        Column days = slice.dates(Series.DATE);
        if (regimes == null) {
            Cutting by = cutting;
            return columns(lake.spark()
                    .createDataset(
                            Chunks.readAll(lake, config, days)
                                    .flatMap(chunk -> by.tiles(chunk, null).iterator())
                                    .rdd(),
                            Encoders.bean(TileChunk.class))
                    .toDF());
        }
        Column settings =
                isSetting().and(new Slice(slice.afterMs() - settingReachMs(), slice.toMs()).dates(Series.DATE));
        return tiles(Chunks.of(lake.read(Series.TABLE).filter(days.or(settings)), config))
                .filter(beginningIn(slice));
    }

    private Dataset<Row> tiles(Dataset<SeriesChunk> chunks) {
        Cutting by = cutting;
        Dataset<TileChunk> tiles = regimes == null
                ? chunks.flatMap(
                        (FlatMapFunction<SeriesChunk, TileChunk>)
                                chunk -> by.tiles(chunk, null).iterator(),
                        Encoders.bean(TileChunk.class))
                : Chunks.byMachine(chunks, partitions)
                        .mapPartitions(
                                (MapPartitionsFunction<SeriesChunk, TileChunk>) by::ofMachines,
                                Encoders.bean(TileChunk.class));
        return columns(tiles.toDF());
    }

    private Dataset<Row> columns(Dataset<Row> tiles) {
        Column start = functions.expr("timestamp_millis(chunkStartMs)");
        return tiles.select(
                functions.col("equipmentId").as(Tiles.EQUIPMENT_ID),
                functions.col("sensor").as(Tiles.SENSOR),
                start.as(Tiles.CHUNK_START),
                functions.col("late").as(Tiles.LATE),
                functions.expr("timestamp_millis(knownMs)").as(Tiles.KNOWN_TIME),
                functions.col("source").as(Tiles.SOURCE),
                Sql.month(start).as(Tiles.MONTH),
                functions.lit(spec()).as(Tiles.TILE_SPEC),
                functions.lit(regimeVersion()).as(Tiles.REGIME_VERSION),
                functions.col("tileStartMs").as(Tiles.TILE_START),
                functions.col("state").as(Tiles.STATE),
                functions.col("bins").as(Tiles.BINS));
    }
}
