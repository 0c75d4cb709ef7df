package io.millwright.features;

import io.millwright.features.regime.Settings;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.table.Series;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;

/** Rows of {@code series} as features read them. */
final class Chunks {

    private Chunks() {}

    /** Chunks of the pipeline's sensors that satisfy a condition over the columns of {@code series}, in any order. */
    static Dataset<SeriesChunk> read(Lake lake, PipelineConfig config, Column condition) {
        Object[] sensors = config.sensors().stream().map(SensorSpec::name).toArray();
        return lake.read(Series.TABLE)
                .filter(condition.and(functions.col(Series.SENSOR).isin(sensors)))
                .select(
                        functions.col(Series.EQUIPMENT_ID).as("equipmentId"),
                        functions.col(Series.SENSOR).as("sensor"),
                        functions.unix_millis(functions.col(Series.CHUNK_START)).as("chunkStartMs"),
                        functions.col(Series.LATE).as("late"),
                        functions.unix_millis(functions.col(Series.KNOWN_TIME)).as("knownMs"),
                        functions.col(Series.SOURCE).as("source"),
                        functions.col(Series.OFFSET_MS).as("offsetMs"),
                        functions
                                .coalesce(functions.col(Series.CLEAN), functions.col(Series.VALUE))
                                .as("value"))
                .as(Encoders.bean(SeriesChunk.class));
    }

    /** All chunks of a machine in one partition, one machine after the other, in one order whatever the input's was. */
    static Dataset<SeriesChunk> byMachine(Dataset<SeriesChunk> chunks, int partitions) {
        return chunks.repartition(partitions, functions.col("equipmentId"))
                .sortWithinPartitions("equipmentId", "sensor", "chunkStartMs", "knownMs", "source");
    }

    /** What a machine was set to, from its chunks. */
    static Settings settings(List<SeriesChunk> chunks, List<String> settings, long oldestMs) {
        List<List<Settings.Readings>> readings = new ArrayList<>();
        for (String setting : settings) {
            readings.add(chunks.stream()
                    .filter(chunk -> chunk.getSensor().equals(setting))
                    .map(chunk ->
                            new Settings.Readings(times(chunk), chunk.getValue(), chunk.isLate(), chunk.getKnownMs()))
                    .toList());
        }
        return new Settings(readings, oldestMs);
    }

    /** When the readings of a chunk were made, in milliseconds. */
    static long[] times(SeriesChunk chunk) {
        long[] times = new long[chunk.getOffsetMs().length];
        for (int i = 0; i < times.length; i++) {
            times[i] = chunk.getChunkStartMs() + chunk.getOffsetMs()[i];
        }
        return times;
    }

    /** When late readings were known; for readings that came in time, a moment before any of them. */
    static long lateKnownMs(SeriesChunk chunk) {
        return chunk.isLate() ? chunk.getKnownMs() : Long.MIN_VALUE;
    }
}
