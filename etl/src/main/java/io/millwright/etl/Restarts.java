package io.millwright.etl;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.lake.table.Series;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * From which chunk on an ingest has to settle each sensor of each machine in the lake: behind the newest state before which it
 * changes nothing. Where there is no such state, from the first.
 */
final class Restarts {

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

    /** A sensor of a machine. */
    record Place(String equipmentId, String sensor) implements java.io.Serializable {}

    private Restarts(Dataset<Row> states, Map<Place, Long> restarts, boolean allHaveOne) {
        List<Row> rows = restarts.entrySet().stream()
                .map(point -> RowFactory.create(
                        point.getKey().equipmentId(), point.getKey().sensor(), new Timestamp(point.getValue())))
                .toList();
        this.states = states;
        this.points = states.sparkSession().createDataFrame(rows, POINTS);
        this.allHaveOne = allHaveOne;
        this.earliestMs = restarts.values().stream().mapToLong(ms -> ms).min().orElse(Long.MAX_VALUE);
        this.latestMs = restarts.values().stream().mapToLong(ms -> ms).max().orElse(Long.MIN_VALUE);
    }

    /** None: everything is settled from its first reading on. */
    static Restarts none(SparkSession spark) {
        return new Restarts(spark.createDataFrame(List.of(), SensorStates.SCHEMA), Map.of(), false);
    }

    /**
     * Finds them.
     *
     * @param states rows of {@link SensorStates}; where there are any, every sensor of every machine has one
     * @param kept the same without the states themselves
     * @param firstChanged the first chunk of each sensor in which something may change; none where nothing does
     */
    static Restarts of(Dataset<Row> states, List<Row> kept, Map<Place, Long> firstChanged) {
        Map<Place, Long> restarts = new HashMap<>();
        Set<Place> all = new HashSet<>();
        for (Row state : kept) {
            Place place = new Place(state.getString(0), state.getString(1));
            long nextChunk = state.getTimestamp(2).getTime();
            all.add(place);
            if (nextChunk <= firstChanged.getOrDefault(place, Long.MAX_VALUE)) {
                restarts.merge(place, nextChunk, Math::max);
            }
        }
        return new Restarts(states, restarts, all.size() == restarts.size());
    }

    /** The states up to those that are gone on from, as {@link Landed}. */
    Dataset<Row> landed() {
        return withRestart(states, "inner")
                .filter(col(SensorStates.NEXT_CHUNK).leq(col(RESTART)))
                .select(
                        lit(Landed.STATE).as("what"),
                        lit("").as("source"),
                        col(SensorStates.EQUIPMENT_ID).as("equipmentId"),
                        col(SensorStates.SENSOR).as("sensor"),
                        unix_millis(col(SensorStates.NEXT_CHUNK)).as("chunkStart"),
                        lit(0L).as("slot"),
                        col(SensorStates.STATE).as("state"));
    }

    /** Whether every sensor in the lake is settled from some chunk on, so that none before the first of these is needed. */
    boolean areOfAll() {
        return allHaveOne;
    }

    /** Of chunks in partitions of days, those that are settled again; earlier days are not opened. */
    Dataset<Row> againByDate(Dataset<Row> chunks) {
        LocalDate first = LocalDate.ofEpochDay(
                Math.floorDiv(earliestMs, Duration.ofDays(1).toMillis()));
        return again(chunks.filter(col(Series.DATE).geq(lit(Date.valueOf(first)))));
    }

    /** Of chunks, those that are settled again. */
    Dataset<Row> again(Dataset<Row> chunks) {
        return latestMs == Long.MIN_VALUE
                ? chunks
                : withRestart(chunks, "left")
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

    private Dataset<Row> withRestart(Dataset<Row> rows, String how) {
        return rows.join(broadcast(points), new String[] {Series.EQUIPMENT_ID, Series.SENSOR}, how);
    }
}
