package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.table.Events;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.SensorHealth;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Findings of single sensors to rows of {@code sensor_health}: what concerns the whole machine is said once. */
final class SensorFindings {

    private static final int SHORTEST_SKEW = 12;

    private SensorFindings() {}

    /**
     * All that is reported.
     *
     * @param found of single sensors
     * @param quarantined records from the future tell of a clock that is ahead
     * @param events a drift that ends near a failure of the machine, or together with one of another sensor, was the
     *     machine's
     */
    static Dataset<Row> reported(Dataset<Row> found, Dataset<Row> quarantined, Dataset<Row> events) {
        Column isSkew = col(SensorHealth.KIND).equalTo(Finding.CLOCK_SKEW);
        Column isDrift = col(SensorHealth.KIND).equalTo(Finding.DRIFT);
        Column isGap = col(SensorHealth.KIND).equalTo(Finding.GAP);
        return found.filter(not(isSkew.or(isDrift).or(isGap)))
                .unionByName(gaps(found.filter(isGap)))
                .unionByName(ownDrifts(found.filter(isDrift), events))
                .unionByName(merged(found.filter(isSkew).unionByName(ahead(quarantined))));
    }

    private static Dataset<Row> ownDrifts(Dataset<Row> drifts, Dataset<Row> events) {
        Dataset<Row> failures = events.filter(col(Events.KIND).equalTo("failure"))
                .select(
                        col(Events.EQUIPMENT_ID).as("failed"),
                        col(Events.EVENT_TIME).as("failed_at"));
        Column explained = col(SensorHealth.EQUIPMENT_ID)
                .equalTo(col("failed"))
                .and(col("failed_at").geq(col(SensorHealth.TO_TIME).minus(expr("interval 3 days"))))
                .and(col("failed_at").leq(col(SensorHealth.TO_TIME).plus(expr("interval 2 days"))));
        Dataset<Row> others = drifts.select(
                col(SensorHealth.EQUIPMENT_ID).as("machine"),
                col(SensorHealth.SENSOR).as("other"),
                col(SensorHealth.TO_TIME).as("ended"));
        Column shared = col(SensorHealth.EQUIPMENT_ID)
                .equalTo(col("machine"))
                .and(not(col(SensorHealth.SENSOR).equalTo(col("other"))))
                .and(col("ended").geq(col(SensorHealth.TO_TIME).minus(expr("interval 2 days"))))
                .and(col("ended").leq(col(SensorHealth.TO_TIME).plus(expr("interval 2 days"))));
        return drifts.join(failures, explained, "left_anti").join(others, shared, "left_anti");
    }

    /** A gap that several sensors of a machine have at once is the machine's. */
    private static Dataset<Row> gaps(Dataset<Row> gaps) {
        return gaps.groupBy(
                        col(SensorHealth.EQUIPMENT_ID),
                        col(SensorHealth.KIND),
                        col(SensorHealth.FROM_TIME),
                        col(SensorHealth.TO_TIME))
                .agg(
                        when(count(lit(1)).gt(1), "")
                                .otherwise(min(SensorHealth.SENSOR))
                                .as(SensorHealth.SENSOR),
                        min(SensorHealth.EVIDENCE).as(SensorHealth.EVIDENCE),
                        min(SensorHealth.ACTION).as(SensorHealth.ACTION));
    }

    /** Stretches in which records say they were taken after they arrived. */
    private static Dataset<Row> ahead(Dataset<Row> quarantined) {
        WindowSpec inOrder = Window.partitionBy(Quarantine.EQUIPMENT_ID).orderBy(Quarantine.EVENT_TIME);
        Dataset<Row> future = quarantined
                .filter(col(Quarantine.REASON)
                        .equalTo(Reason.FUTURE)
                        .and(col(Quarantine.SENSOR).isNull()))
                .select(Quarantine.EQUIPMENT_ID, Quarantine.EVENT_TIME, Quarantine.KNOWN_TIME)
                .distinct();
        Column apart = col(Quarantine.EVENT_TIME)
                .gt(lag(Quarantine.EVENT_TIME, 1).over(inOrder).plus(expr("interval 6 hours")));
        Column lead = col(Quarantine.EVENT_TIME)
                .cast("double")
                .minus(col(Quarantine.KNOWN_TIME).cast("double"))
                .divide(60);
        return future.withColumn("stretch", sum(when(apart, 1).otherwise(0)).over(inOrder))
                .groupBy(col(Quarantine.EQUIPMENT_ID), col("stretch"))
                .agg(
                        count(lit(1)).as("n"),
                        min(Quarantine.EVENT_TIME).as(SensorHealth.FROM_TIME),
                        max(Quarantine.EVENT_TIME).as(SensorHealth.TO_TIME),
                        min(lead).as("lead"))
                .filter(col("n").geq(SHORTEST_SKEW))
                .select(
                        col(Quarantine.EQUIPMENT_ID).as(SensorHealth.EQUIPMENT_ID),
                        lit("").as(SensorHealth.SENSOR),
                        lit(Finding.CLOCK_SKEW).as(SensorHealth.KIND),
                        col(SensorHealth.FROM_TIME),
                        col(SensorHealth.TO_TIME),
                        concat(
                                        lit("gives times at least "),
                                        format_number(col("lead"), 1),
                                        lit(" minutes after arrival"))
                                .as(SensorHealth.EVIDENCE),
                        lit(Finding.REPORTED).as(SensorHealth.ACTION));
    }

    /** Overlapping stretches of one machine to one. */
    private static Dataset<Row> merged(Dataset<Row> skews) {
        WindowSpec before = Window.partitionBy(SensorHealth.EQUIPMENT_ID)
                .orderBy(col(SensorHealth.FROM_TIME), col(SensorHealth.TO_TIME), col(SensorHealth.EVIDENCE));
        Column reach = max(SensorHealth.TO_TIME).over(before.rowsBetween(Window.unboundedPreceding(), -1));
        Column starts = when(col(SensorHealth.FROM_TIME).leq(reach.plus(expr("interval 1 hour"))), 0)
                .otherwise(1);
        return skews.withColumn("starts", starts)
                .withColumn("stretch", sum("starts").over(before.rowsBetween(Window.unboundedPreceding(), 0)))
                .groupBy(col(SensorHealth.EQUIPMENT_ID), col("stretch"))
                .agg(
                        min(SensorHealth.FROM_TIME).as(SensorHealth.FROM_TIME),
                        max(SensorHealth.TO_TIME).as(SensorHealth.TO_TIME),
                        min(SensorHealth.EVIDENCE).as(SensorHealth.EVIDENCE),
                        first(SensorHealth.ACTION).as(SensorHealth.ACTION))
                .select(
                        col(SensorHealth.EQUIPMENT_ID),
                        lit("").as(SensorHealth.SENSOR),
                        lit(Finding.CLOCK_SKEW).as(SensorHealth.KIND),
                        col(SensorHealth.FROM_TIME),
                        col(SensorHealth.TO_TIME),
                        col(SensorHealth.EVIDENCE),
                        col(SensorHealth.ACTION));
    }
}
