package io.millwright.features;

import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Tile;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Chunks of readings to chunks of tiles: {@code series -> [SeriesChunk] -> [TileChunk] -> tiles}. */
final class TileStage {

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
        return config.features().tile() + " " + cutting.quantiles() + " v" + FeaturePlan.VERSION;
    }

    String regimeVersion() {
        return regimes == null ? "" : regimes.version();
    }

    /**
     * Writes the tiles of an interval and of late pieces that arrived in it; of everything where no interval is given, or
     * where the tiles there are of another specification.
     */
    void write(Optional<Interval> interval) {
        Map<String, Long> inputs = lake.versions(List.of(Series.TABLE.name()));
        if (Commits.isDone(lake, Tiles.TABLE.name(), inputs) && fits()) {
            return;
        }
        if (interval.isEmpty() || !fits()) {
            lake.overwrite(whole(), Tiles.TABLE, inputs);
            return;
        }
        Column touched = touched(interval.get());
        lake.replaceWhere(
                table(settingsOf(touched).or(touched), touched), Tiles.TABLE, predicate(interval.get()), inputs);
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

    private Column touched(Interval interval) {
        return functions.expr(predicate(interval));
    }

    /** Chunks that overlap the interval, and late pieces that became known in it or after. */
    private String predicate(Interval interval) {
        long chunk = config.features().chunk().toMillis();
        String from = Sql.timestamp(interval.from().toEpochMilli() - chunk);
        String to = Sql.timestamp(interval.to().toEpochMilli());
        return "(" + Tiles.CHUNK_START + " > " + from + " AND " + Tiles.CHUNK_START + " < " + to + ") OR (" + Tiles.LATE
                + " AND " + Tiles.KNOWN_TIME + " >= "
                + Sql.timestamp(interval.from().toEpochMilli()) + ")";
    }

    /** With regimes, the settings from a little before the earliest chunk touched: they say where its readings belong. */
    private Column settingsOf(Column touched) {
        List<String> settings = config.features().regimes().stream()
                .flatMap(spec -> spec.settings().stream())
                .toList();
        Row first = lake.read(Series.TABLE)
                .filter(touched)
                .agg(functions.min(functions.col(Series.CHUNK_START)))
                .first();
        if (settings.isEmpty() || first.isNullAt(0)) {
            return functions.lit(false);
        }
        long reach = config.features().chunk().toMillis() + cutting.oldestMs();
        return functions
                .col(Series.SENSOR)
                .isin(settings.toArray())
                .and(functions
                        .col(Series.CHUNK_START)
                        .geq(functions.lit(new Timestamp(first.getTimestamp(0).getTime() - reach))));
    }

    private Dataset<Row> whole() {
        Cutting by = cutting;
        if (regimes != null) {
            return table(functions.lit(true), functions.lit(true));
        }
        return columns(lake.spark()
                .createDataset(
                        Chunks.readAll(lake, config)
                                .flatMap(chunk -> by.tiles(chunk, null).iterator())
                                .rdd(),
                        Encoders.bean(TileChunk.class))
                .toDF());
    }

    private Dataset<Row> table(Column read, Column kept) {
        Column condition = regimes == null ? kept : read;
        Dataset<SeriesChunk> chunks = Chunks.read(lake, config, condition);
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
        return columns(tiles.toDF()).filter(kept);
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
                functions.date_format(start, "yyyy-MM").as(Tiles.MONTH),
                functions.lit(spec()).as(Tiles.TILE_SPEC),
                functions.lit(regimeVersion()).as(Tiles.REGIME_VERSION),
                functions.col("tileStartMs").as(Tiles.TILE_START),
                functions.col("state").as(Tiles.STATE),
                functions.col("binSize").as(Tiles.BIN_SIZE),
                functions.col("binKey").as(Tiles.BIN_KEY),
                functions.col("binCount").as(Tiles.BIN_COUNT));
    }
}
