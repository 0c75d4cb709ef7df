package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sensors that were unwell, as cleaning would have found them at a moment: from readings that had happened and were known by then,
 * never from the table {@code sensor_health}, which has seen what came after. Only a clock that was wrong is taken from there, a day
 * after it was right again.
 */
public final class UnwellSensors {

    /** A drift takes up to four weeks, and what is usual is known after two or three more. */
    private static final Duration LOOKED_AT = Duration.ofDays(60);

    private static final Duration SETTLED_AFTER = Duration.ofDays(1);
    private static final Duration ENDS_TOGETHER = Duration.ofDays(2);
    private static final Duration BEFORE_FAILURE = Duration.ofDays(3);

    private UnwellSensors() {}

    /**
     * One stretch.
     *
     * @param sensor empty where it is the machine's clock
     * @param kind as in {@link SensorHealth#KIND}, never a gap
     * @param to exclusive; where it still lasts, when the sensor's next reading is due
     */
    public record Unwell(String equipmentId, String sensor, String kind, Instant from, Instant to) {}

    /**
     * Stretches of some machines that were known at a moment, in order of machine, sensor and time. None where time is no clock.
     * Costs a scan of two months of these machines' readings.
     *
     * @param since stretches that ended earlier are left out
     */
    public static List<Unwell> knownBy(
            Lake lake, PipelineConfig config, Collection<String> machines, Instant asOf, Instant since) {
        if (machines.isEmpty() || config.timeAxis() != TimeAxis.CLOCK) {
            return List.of();
        }
        Column theirs = col(SensorHealth.EQUIPMENT_ID).isin(machines.toArray());
        List<Unwell> unwell = new ArrayList<>(found(lake, config, theirs, asOf));
        List<Unwell> drifts = unwell.stream()
                .filter(each -> each.kind().equals(Finding.DRIFT))
                .toList();
        List<Row> failures = failures(lake, theirs, asOf);
        unwell.removeIf(each -> each.kind().equals(Finding.DRIFT) && isOfTheMachine(each, drifts, failures));
        unwell.addAll(wrongClocks(lake, theirs, asOf));
        return unwell.stream()
                .filter(each -> each.to().isAfter(since))
                .sorted(Comparator.comparing(Unwell::equipmentId)
                        .thenComparing(Unwell::sensor)
                        .thenComparing(Unwell::from)
                        .thenComparing(Unwell::kind))
                .toList();
    }

    private static List<Unwell> found(Lake lake, PipelineConfig config, Column theirs, Instant asOf) {
        Dataset<Row> known = lake.read(Series.TABLE)
                .filter(theirs)
                .filter(col(Series.DATE)
                        .geq(lit(java.sql.Date.valueOf(asOf.minus(LOOKED_AT)
                                .atOffset(java.time.ZoneOffset.UTC)
                                .toLocalDate()))))
                .filter(not(col(Series.LATE)).or(col(Series.KNOWN_TIME).leq(lit(Timestamp.from(asOf)))));
        return stretches(ReadingsStage.settled(
                        ReadingsStage.asLanded(pieces(known, asOf)), new Settling(config, Optional.empty()))
                .filter(col("what").equalTo(Settled.FINDING))
                .filter(not(col("reason").isin(Finding.GAP, Finding.CLOCK_SKEW)))
                .select(
                        col("equipmentId"),
                        col("sensor"),
                        col("reason"),
                        expr("timestamp_millis(fromMs)"),
                        expr("timestamp_millis(toMs)")));
    }

    /** Chunks as they landed, without what lies at or after the moment. When each reading arrived is not asked. */
    private static Dataset<Row> pieces(Dataset<Row> series, Instant asOf) {
        return series.withColumn("chunkStart", expr("unix_millis(chunk_start)"))
                .withColumn("offsets", expr("filter(offset_ms, at -> chunkStart + at < " + asOf.toEpochMilli() + "L)"))
                .filter("size(offsets) > 0")
                .select(
                        col(Series.EQUIPMENT_ID).as("equipmentId"),
                        col(Series.SENSOR).as("sensor"),
                        col("chunkStart"),
                        expr("if(late, unix_millis(known_time), " + TimeGrid.ON_TIME + "L)")
                                .as("slot"),
                        col(Series.SOURCE).as("source"),
                        col("offsets"),
                        expr("slice(value, 1, size(offsets))").as("values"),
                        expr("array(0)").as("arrivals"));
    }

    private static List<Unwell> stretches(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> new Unwell(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()))
                .toList();
    }

    private static List<Row> failures(Lake lake, Column theirs, Instant asOf) {
        Column known = col(Events.KNOWN_TIME).leq(lit(Timestamp.from(asOf)));
        return lake.has(Events.TABLE)
                ? lake.read(Events.TABLE)
                        .filter(theirs.and(col(Events.KIND).equalTo("failure")).and(known))
                        .select(Events.EQUIPMENT_ID, Events.EVENT_TIME)
                        .collectAsList()
                : List.of();
    }

    /** As in {@link SensorFindings}: one that ends near a failure, or together with another sensor's. */
    private static boolean isOfTheMachine(Unwell drift, List<Unwell> drifts, List<Row> failures) {
        boolean shared = drifts.stream()
                .anyMatch(other -> other.equipmentId().equals(drift.equipmentId())
                        && !other.sensor().equals(drift.sensor())
                        && Duration.between(other.to(), drift.to()).abs().compareTo(ENDS_TOGETHER) <= 0);
        return shared
                || failures.stream().anyMatch(failure -> {
                    Instant at = failure.getTimestamp(1).toInstant();
                    return failure.getString(0).equals(drift.equipmentId())
                            && !at.isBefore(drift.to().minus(BEFORE_FAILURE))
                            && !at.isAfter(drift.to().plus(ENDS_TOGETHER));
                });
    }

    private static List<Unwell> wrongClocks(Lake lake, Column theirs, Instant asOf) {
        Column over = col(SensorHealth.TO_TIME).leq(lit(Timestamp.from(asOf.minus(SETTLED_AFTER))));
        return lake.has(SensorHealth.TABLE)
                ? stretches(lake.read(SensorHealth.TABLE)
                        .filter(theirs.and(col(SensorHealth.KIND).equalTo(Finding.CLOCK_SKEW))
                                .and(over))
                        .select(
                                SensorHealth.EQUIPMENT_ID,
                                SensorHealth.SENSOR,
                                SensorHealth.KIND,
                                SensorHealth.FROM_TIME,
                                SensorHealth.TO_TIME))
                : List.of();
    }
}
