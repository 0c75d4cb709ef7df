package io.millwright.features;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import io.millwright.features.waveform.MeasuredSpeed;
import io.millwright.features.waveform.SpeedChunk;
import io.millwright.features.waveform.SpeedReading;
import io.millwright.features.waveform.SpeedSensor;
import io.millwright.lake.BurstEnd;
import io.millwright.lake.Changes;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF7;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * How fast shafts turned at bursts, as these say themselves, else by a {@link SpeedSensor}:
 * {@code waveforms x series -> waveforms with speedHz}.
 */
final class BurstSpeeds {

    static final String SPEED_HZ = "speedHz";

    private static final List<String> KEY =
            List.of(Waveforms.EQUIPMENT_ID, Waveforms.SENSOR, Waveforms.START_TIME, Waveforms.KNOWN_TIME);
    private static final String CHUNK = "chunkStartMs";
    private static final String END = "endMs";

    /** A row of {@link SpeedReading}. */
    private static final StructType READING = new StructType()
            .add("atMs", DataTypes.LongType, false)
            .add("inTime", DataTypes.BooleanType, false)
            .add("value", DataTypes.DoubleType, false);

    private static final DataType READINGS = DataTypes.createArrayType(READING);

    private static final UserDefinedFunction END_OF = udf(
            (UDF3<Long, Long, Double, Long>)
                    (startMs, samples, samplingHz) -> BurstEnd.ms(startMs, samples.intValue(), samplingHz),
            DataTypes.LongType);

    private final SpeedSensor sensor;
    private final long chunkMs;

    BurstSpeeds(SpeedSensor sensor, long chunkMs) {
        this.sensor = sensor;
        this.chunkMs = chunkMs;
    }

    /** Of a fleet without such a sensor: the speed of bursts that say it, NaN where they do not. */
    static Dataset<Row> own(Dataset<Row> waveforms) {
        return waveforms.withColumn(
                SPEED_HZ,
                measured(null).apply(col(Waveforms.SHAFT_SPEED_HZ), lit(null).cast(READINGS)));
    }

    /** Bursts with their speed in turns a second, NaN where they do not say it and none was read; samples are not moved. */
    Dataset<Row> told(Lake lake, Dataset<Row> waveforms) {
        Dataset<Row> chunks = lake.read(Series.TABLE)
                .filter(col(Series.SENSOR).equalTo(sensor.name()))
                .select(
                        col(Series.EQUIPMENT_ID),
                        unix_millis(col(Series.CHUNK_START)).as(CHUNK),
                        col(Series.OFFSET_MS).as("at"),
                        coalesce(col(Series.CLEAN), col(Series.VALUE)).as("read"),
                        col(Series.LATE),
                        unix_millis(col(Series.KNOWN_TIME)).as("readKnownMs"));
        Dataset<Row> readings = byChunk(
                        waveforms.filter(col(Waveforms.SHAFT_SPEED_HZ).isNull()))
                .join(chunks, new String[] {Series.EQUIPMENT_ID, CHUNK})
                .withColumn(
                        "last",
                        last(sensor)
                                .apply(
                                        col(CHUNK),
                                        col("at"),
                                        col("read"),
                                        col(Series.LATE),
                                        col("readKnownMs"),
                                        col(END),
                                        unix_millis(col(Waveforms.KNOWN_TIME))))
                .filter(col("last").isNotNull())
                .groupBy(key())
                .agg(collect_list("last").as("readings"));
        return waveforms
                .join(broadcast(readings), KEY.toArray(new String[0]), "left")
                .withColumn(SPEED_HZ, measured(sensor).apply(col(Waveforms.SHAFT_SPEED_HZ), col("readings")))
                .drop("readings");
    }

    /** {@link SpeedSensor#last} of a chunk; null for none. */
    private static UserDefinedFunction last(SpeedSensor sensor) {
        return udf(
                (UDF7<Long, Seq<Integer>, Seq<Double>, Boolean, Long, Long, Long, @Nullable Row>)
                        (startMs, at, read, late, readKnownMs, endMs, knownMs) -> {
                            SpeedChunk chunk = new SpeedChunk(startMs, ints(at), doubles(read), late, readKnownMs);
                            SpeedReading last = sensor.last(chunk, endMs, knownMs);
                            return last.equals(SpeedReading.NONE)
                                    ? null
                                    : RowFactory.create(last.atMs(), last.inTime(), last.value());
                        },
                READING);
    }

    /** {@link MeasuredSpeed#hz} of what a burst says itself and the last readings of chunks, each null where there is none. */
    private static UserDefinedFunction measured(@Nullable SpeedSensor sensor) {
        return udf(
                (UDF2<@Nullable Double, @Nullable Seq<Row>, Double>)
                        (own, readings) -> MeasuredSpeed.hz(own == null ? Double.NaN : own, sensor, readings(readings)),
                DataTypes.DoubleType);
    }

    private static Stream<SpeedReading> readings(@Nullable Seq<Row> readings) {
        return readings == null
                ? Stream.empty()
                : JavaConverters.seqAsJavaList(readings).stream()
                        .map(row -> new SpeedReading(row.getLong(0), row.getBoolean(1), row.getDouble(2)));
    }

    private static int[] ints(Seq<Integer> numbers) {
        return JavaConverters.seqAsJavaList(numbers).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] doubles(Seq<Double> numbers) {
        return JavaConverters.seqAsJavaList(numbers).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
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
        return waveforms
                .select(
                        col(Waveforms.EQUIPMENT_ID),
                        col(Waveforms.SENSOR),
                        col(Waveforms.START_TIME),
                        col(Waveforms.KNOWN_TIME),
                        END_OF.apply(
                                        unix_millis(col(Waveforms.START_TIME)),
                                        expr("length(samples) DIV " + Float.BYTES),
                                        col(Waveforms.SAMPLING_HZ))
                                .as(END))
                .withColumn(
                        CHUNK,
                        expr("explode(transform(sequence(CAST(floor((endMs - " + sensor.oldestMs() + "L) / " + chunkMs
                                + "L) AS BIGINT), CAST(floor(endMs / " + chunkMs + "L) AS BIGINT)), chunk -> chunk * "
                                + chunkMs + "L))"));
    }
}
