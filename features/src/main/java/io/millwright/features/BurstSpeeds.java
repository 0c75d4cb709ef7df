package io.millwright.features;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import io.millwright.features.waveform.SpeedSensor;
import io.millwright.lake.Changes;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How fast shafts turned at bursts, as these say themselves, else by a {@link SpeedSensor}:
 * {@code waveforms x series -> waveforms with speedHz}.
 */
final class BurstSpeeds {

    static final String SPEED_HZ = "speedHz";

    private static final List<String> KEY =
            List.of(Waveforms.EQUIPMENT_ID, Waveforms.SENSOR, Waveforms.START_TIME, Waveforms.KNOWN_TIME);
    private static final String CHUNK = "chunkStartMs";

    private final SpeedSensor sensor;
    private final long chunkMs;

    BurstSpeeds(SpeedSensor sensor, long chunkMs) {
        this.sensor = sensor;
        this.chunkMs = chunkMs;
    }

    /** Of a fleet without such a sensor: the speed of bursts that say it, NaN where they do not. */
    static Dataset<Row> own(Dataset<Row> waveforms) {
        return waveforms.withColumn(SPEED_HZ, coalesce(col(Waveforms.SHAFT_SPEED_HZ), lit(Double.NaN)));
    }

    /** Bursts with their speed in turns a second, NaN where they do not say it and none was read; samples are not moved. */
    Dataset<Row> told(Lake lake, Dataset<Row> waveforms) {
        Dataset<Row> readings = lake.read(Series.TABLE)
                .filter(col(Series.SENSOR).equalTo(sensor.name()))
                .select(
                        col(Series.EQUIPMENT_ID),
                        unix_millis(col(Series.CHUNK_START)).as(CHUNK),
                        col(Series.LATE),
                        col(Series.KNOWN_TIME).as("read_known"),
                        col(Series.OFFSET_MS).as("at"),
                        coalesce(col(Series.CLEAN), col(Series.VALUE)).as("read"));
        Column isKnown = not(col(Series.LATE)).or(col("read_known").leq(col(Waveforms.KNOWN_TIME)));
        Dataset<Row> speeds = byChunk(
                        waveforms.filter(col(Waveforms.SHAFT_SPEED_HZ).isNull()))
                .join(readings, new String[] {Series.EQUIPMENT_ID, CHUNK})
                .filter(isKnown)
                .withColumn(
                        "last",
                        array_max(
                                expr("filter(arrays_zip(at, read), one -> NOT isnan(one.read) AND chunkStartMs + one.at"
                                        + " < endMs AND chunkStartMs + one.at >= endMs - " + sensor.oldestMs() + "L)")))
                .filter(col("last").isNotNull())
                .groupBy(key())
                .agg(max(struct(
                                col(CHUNK).plus(col("last.at")).as("atMs"),
                                not(col(Series.LATE)).as("inTime"),
                                col("last.read").as("read")))
                        .as("newest"));
        return waveforms
                .join(broadcast(speeds), KEY.toArray(new String[0]), "left")
                .withColumn(
                        SPEED_HZ,
                        coalesce(
                                col(Waveforms.SHAFT_SPEED_HZ),
                                col("newest.read").multiply(sensor.hzPerUnit()),
                                lit(Double.NaN)))
                .drop("newest");
    }

    /** Keys of bursts that do not say their speed and near which the sensor's readings are others than before. */
    Dataset<Row> touched(Dataset<Row> waveforms, Changes series) {
        Dataset<Row> chunks = hashed(series.removed(), -1)
                .union(hashed(series.added(), 1))
                .groupBy(Series.EQUIPMENT_ID, CHUNK, "hash")
                .agg(sum("sign").as("copies"))
                .filter("copies <> 0")
                .select(Series.EQUIPMENT_ID, CHUNK);
        return byChunk(waveforms.filter(col(Waveforms.SHAFT_SPEED_HZ).isNull()))
                .join(chunks, new String[] {Series.EQUIPMENT_ID, CHUNK}, "left_semi")
                .select(key());
    }

    private Dataset<Row> hashed(Dataset<Row> series, int sign) {
        return series.filter(col(Series.SENSOR).equalTo(sensor.name()))
                .select(
                        col(Series.EQUIPMENT_ID),
                        unix_millis(col(Series.CHUNK_START)).as(CHUNK),
                        xxhash64(
                                        col(Series.LATE),
                                        col(Series.KNOWN_TIME),
                                        col(Series.OFFSET_MS),
                                        coalesce(col(Series.CLEAN), col(Series.VALUE)))
                                .as("hash"),
                        lit(sign).as("sign"));
    }

    private static Column[] key() {
        return KEY.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    /** A row is a burst, without its samples, and a chunk in which its speed may have been read. */
    private Dataset<Row> byChunk(Dataset<Row> waveforms) {
        Column end = expr("unix_millis(start_time) + if(sampling_hz > 0, ceil(1000D * (length(samples) DIV "
                + Float.BYTES + ") / sampling_hz), 0L)");
        return waveforms
                .select(
                        col(Waveforms.EQUIPMENT_ID),
                        col(Waveforms.SENSOR),
                        col(Waveforms.START_TIME),
                        col(Waveforms.KNOWN_TIME),
                        end.as("endMs"))
                .withColumn(
                        CHUNK,
                        expr("explode(transform(sequence(CAST(floor((endMs - " + sensor.oldestMs() + "L) / " + chunkMs
                                + "L) AS BIGINT), CAST(floor(endMs / " + chunkMs + "L) AS BIGINT)), chunk -> chunk * "
                                + chunkMs + "L))"));
    }
}
