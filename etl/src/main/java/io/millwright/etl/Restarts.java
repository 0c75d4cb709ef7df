package io.millwright.etl;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.lake.table.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * From which chunk on an ingest has to settle each sensor of each machine in the lake: behind the newest state before which it
 * changes nothing. Where there is no such state, from the first.
 */
final class Restarts implements AutoCloseable {

    private static final String EQUIPMENT = "equipmentId";
    private static final String SENSOR = "sensor";
    private static final String CHUNK = "chunkStart";
    private static final String RESTART = "restart";
    private static final StructType POINTS = new StructType()
            .add(Series.EQUIPMENT_ID, DataTypes.StringType, false)
            .add(Series.SENSOR, DataTypes.StringType, false)
            .add(RESTART, DataTypes.TimestampType, false);

    private final Dataset<Row> states;
    private final Dataset<Row> points;
    private final boolean allHaveOne;
    private final long earliestMs;
    private final long latestMs;

    private Restarts(Dataset<Row> states, List<Row> points, boolean allHaveOne) {
        this.states = states;
        this.points = states.sparkSession().createDataFrame(points, POINTS);
        this.allHaveOne = allHaveOne;
        this.earliestMs = points.stream().mapToLong(Restarts::ms).min().orElse(Long.MAX_VALUE);
        this.latestMs = points.stream().mapToLong(Restarts::ms).max().orElse(Long.MIN_VALUE);
    }

    private static long ms(Row point) {
        return point.getTimestamp(2).getTime();
    }

    /** None: everything is settled from its first reading on. */
    static Restarts none(SparkSession spark) {
        return new Restarts(spark.createDataFrame(List.of(), SensorStates.SCHEMA), List.of(), false);
    }

    /**
     * Finds them.
     *
     * @param states rows of {@link SensorStates}; where there are any, every sensor of every machine has one
     * @param changes a machine, a sensor and a chunk each, where something may change
     */
    static Restarts of(Dataset<Row> states, Dataset<Row> changes) {
        Dataset<Row> first = changes.groupBy(EQUIPMENT, SENSOR)
                .agg(timestamp_millis(min(CHUNK)).as("changed"))
                .select(col(EQUIPMENT).as("changedId"), col(SENSOR).as("changedSensor"), col("changed"));
        Dataset<Row> usable = states.join(
                        first,
                        col(SensorStates.EQUIPMENT_ID)
                                .equalTo(col("changedId"))
                                .and(col(SensorStates.SENSOR).equalTo(col("changedSensor"))),
                        "left")
                .filter(col("changed").isNull().or(col(SensorStates.NEXT_CHUNK).leq(col("changed"))))
                .drop("changedId", "changedSensor", "changed")
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<Row> points = usable.groupBy(SensorStates.EQUIPMENT_ID, SensorStates.SENSOR)
                .agg(max(SensorStates.NEXT_CHUNK).as(RESTART))
                .collectAsList();
        long sensors = states.select(SensorStates.EQUIPMENT_ID, SensorStates.SENSOR)
                .distinct()
                .count();
        return new Restarts(usable, points, points.size() == sensors);
    }

    /** The states that can be gone on from, as {@link Landed}. */
    Dataset<Row> landed() {
        return states.select(
                lit(Landed.STATE).as("what"),
                lit("").as("source"),
                col(SensorStates.EQUIPMENT_ID).as(EQUIPMENT),
                col(SensorStates.SENSOR).as(SENSOR),
                unix_millis(col(SensorStates.NEXT_CHUNK)).as(CHUNK),
                lit(0L).as("slot"),
                col(SensorStates.STATE).as("state"));
    }

    /** Whether every sensor in the lake is settled from some chunk on, so that none before the first of these is needed. */
    boolean areOfAll() {
        return allHaveOne;
    }

    /** Of chunks in partitions of days, those that are settled again; earlier days are not opened. */
    Dataset<Row> againByDate(Dataset<Row> chunks) {
        return again(chunks.filter(col(Series.DATE).geq(lit(java.sql.Date.valueOf(day(earliestMs))))));
    }

    /** Of chunks, those that are settled again. */
    Dataset<Row> again(Dataset<Row> chunks) {
        return withRestart(chunks, "left")
                .filter(col(RESTART).isNull().or(col(Series.CHUNK_START).geq(col(RESTART))))
                .drop(RESTART);
    }

    /** Of chunks that lie at or after a moment, the others, which stay as they are. */
    Dataset<Row> staying(Dataset<Row> chunks, long sinceMs) {
        return latestMs <= sinceMs
                ? chunks.filter(lit(false))
                : withRestart(chunks, "inner")
                        .filter(col(Series.CHUNK_START).lt(col(RESTART)))
                        .drop(RESTART);
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofEpochDay(Math.floorDiv(ms, Duration.ofDays(1).toMillis()));
    }

    private Dataset<Row> withRestart(Dataset<Row> chunks, String how) {
        return chunks.join(broadcast(points), new String[] {Series.EQUIPMENT_ID, Series.SENSOR}, how);
    }

    @Override
    public void close() {
        states.unpersist();
    }
}
