package io.millwright.features;

import io.millwright.lake.FastRows;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.table.Series;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/** Rows of {@code series} as features read them. */
final class Chunks {

    private static final long MICROS_PER_MS = 1000;

    /** Readings in a batch of chunks, about: few enough to stay near the processor, enough to be worth a batch. */
    private static final long READINGS_AT_ONCE = 200_000;

    private static final long MOST_CHUNKS = 256;

    /** Several, so that all cores are busy to the end. */
    private static final int TASKS_A_PARTITION = 4;

    private Chunks() {}

    /** Chunks of the pipeline's sensors that satisfy a condition over the columns of {@code series}, in any order. */
    static Dataset<SeriesChunk> read(Lake lake, PipelineConfig config, Column condition) {
        return of(lake.read(Series.TABLE).filter(condition), config);
    }

    /** The chunks of the pipeline's sensors among rows of {@code series}, in any order. */
    static Dataset<SeriesChunk> of(Dataset<Row> series, PipelineConfig config) {
        Object[] sensors = config.sensors().stream().map(SensorSpec::name).toArray();
        return series.filter(functions.col(Series.SENSOR).isin(sensors))
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

    /**
     * The same of all of the pipeline's sensors, without a copy in between; for the typed map over everything there is.
     *
     * @param days a condition over {@link Series#DATE} alone, which leaves out files, not rows of a file
     */
    static JavaRDD<SeriesChunk> readAll(Lake lake, PipelineConfig config, Column days) {
        Set<String> sensors = config.sensors().stream().map(SensorSpec::name).collect(Collectors.toSet());
        Dataset<Row> columns = lake.read(Series.TABLE)
                .filter(days)
                .select(
                        Series.EQUIPMENT_ID,
                        Series.SENSOR,
                        Series.CHUNK_START,
                        Series.LATE,
                        Series.KNOWN_TIME,
                        Series.OFFSET_MS,
                        Series.VALUE,
                        Series.CLEAN,
                        Series.SOURCE);
        return FastRows.ofLong(columns, chunksAtOnce(config), TASKS_A_PARTITION * lake.shufflePartitions())
                .filter(row -> sensors.contains(row.getUTF8String(1).toString()))
                .map(Chunks::chunk);
    }

    private static int chunksAtOnce(PipelineConfig config) {
        long shortest = config.sensors().stream()
                .mapToLong(sensor -> Math.max(1, sensor.period().toMillis()))
                .min()
                .orElse(1);
        long readings = Math.max(1, config.features().chunk().toMillis() / shortest);
        return (int) Math.max(1, Math.min(MOST_CHUNKS, READINGS_AT_ONCE / readings));
    }

    private static SeriesChunk chunk(InternalRow row) {
        SeriesChunk chunk = new SeriesChunk();
        chunk.setEquipmentId(row.getUTF8String(0).toString());
        chunk.setSensor(row.getUTF8String(1).toString());
        chunk.setChunkStartMs(Math.floorDiv(row.getLong(2), MICROS_PER_MS));
        chunk.setLate(row.getBoolean(3));
        chunk.setKnownMs(Math.floorDiv(row.getLong(4), MICROS_PER_MS));
        chunk.setOffsetMs(row.getArray(5).toIntArray());
        chunk.setValue(row.getArray(row.isNullAt(7) ? 6 : 7).toDoubleArray());
        chunk.setSource(row.getUTF8String(8).toString());
        return chunk;
    }

    /** All chunks of a machine in one partition, one machine after the other, in one order whatever the input's was. */
    static Dataset<SeriesChunk> byMachine(Dataset<SeriesChunk> chunks, int partitions) {
        return chunks.repartition(partitions, functions.col("equipmentId"))
                .sortWithinPartitions("equipmentId", "sensor", "chunkStartMs", "knownMs", "source");
    }
}
