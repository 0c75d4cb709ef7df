package io.millwright.etl;

import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Series;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Flat readings, for analysts. */
public final class Readings {

    /** The SQL view's name. */
    public static final String VIEW = "readings";

    /** When the reading was taken, UTC. */
    public static final String EVENT_TIME = "event_time";

    private Readings() {}

    /**
     * Makes the temporary view {@value #VIEW} and returns it: a row is one reading (equipment_id, sensor, event_time, value,
     * clean, known_time). {@code clean} is NaN where the reading is kept out of features. Costs a scan of {@code series} when
     * used; filters on machine, sensor and chunk reach the files.
     */
    public static Dataset<Row> view(Lake lake) {
        Column reading = explode(arrays_zip(
                col(Series.OFFSET_MS),
                col(Series.VALUE),
                coalesce(col(Series.CLEAN), col(Series.VALUE)).as(Series.CLEAN)));
        Dataset<Row> readings = lake.read(Series.TABLE)
                .select(
                        col(Series.EQUIPMENT_ID),
                        col(Series.SENSOR),
                        col(Series.CHUNK_START),
                        col(Series.KNOWN_TIME),
                        reading.as("reading"))
                .select(
                        col(Series.EQUIPMENT_ID),
                        col(Series.SENSOR),
                        timestamp_millis(unix_millis(col(Series.CHUNK_START))
                                        .plus(col("reading").getField(Series.OFFSET_MS)))
                                .as(EVENT_TIME),
                        col("reading").getField(Series.VALUE).as(Series.VALUE),
                        col("reading").getField(Series.CLEAN).as(Series.CLEAN),
                        col(Series.KNOWN_TIME));
        readings.createOrReplaceTempView(VIEW);
        return readings;
    }
}
