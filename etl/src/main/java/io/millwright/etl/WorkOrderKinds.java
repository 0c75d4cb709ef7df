package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.WorkOrders;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Kinds of work orders whose log does not say: corrective where the same component of the machine failed at that instant or
 * within the repair window before it, else preventive. A failure without a component stands for any. The table says in a column which
 * kinds these are, so that each ingest asks again: a failure may be reported later than its repair.
 */
final class WorkOrderKinds {

    static final TableSpec TABLE = new TableSpec(
            WorkOrders.TABLE.name(),
            WorkOrders.SCHEMA.add(WorkOrders.KIND_INFERRED, DataTypes.BooleanType, true),
            WorkOrders.TABLE.partitionBy(),
            WorkOrders.TABLE.key());

    private WorkOrderKinds() {}

    /** Orders as their log told them, and {@link WorkOrders#KIND_INFERRED}. */
    static Dataset<Row> told(Dataset<Row> orders) {
        return orders.withColumn(WorkOrders.KIND_INFERRED, col(WorkOrders.KIND).equalTo(LogTables.INFER));
    }

    /** Those in the lake as their log told them; what an older Millwright wrote stays as it is. */
    static Dataset<Row> toldBefore(Dataset<Row> orders) {
        if (!List.of(orders.columns()).contains(WorkOrders.KIND_INFERRED)) {
            return orders.withColumn(WorkOrders.KIND_INFERRED, lit(false));
        }
        Column kind = when(col(WorkOrders.KIND_INFERRED), lit(LogTables.INFER)).otherwise(col(WorkOrders.KIND));
        return orders.withColumn(WorkOrders.KIND, kind);
    }

    static Dataset<Row> inferred(Dataset<Row> orders, Dataset<Row> events, Duration repairWindow) {
        Dataset<Row> open =
                orders.filter(col(WorkOrders.KIND).equalTo(LogTables.INFER)).as("o");
        Dataset<Row> failures =
                events.filter(col(Events.KIND).equalTo("failure")).as("f");
        Column sameMachine = col("o." + WorkOrders.EQUIPMENT_ID).equalTo(col("f." + Events.EQUIPMENT_ID));
        Column sameComponent = col("f." + Events.COMPONENT)
                .isNull()
                .or(col("o." + WorkOrders.COMPONENT).equalTo(col("f." + Events.COMPONENT)));
        Column done = col("o." + WorkOrders.EVENT_TIME);
        Column failed = col("f." + Events.EVENT_TIME);
        Column soonAfter =
                failed.leq(done).and(failed.geq(done.minus(expr("interval " + repairWindow.toSeconds() + " seconds"))));
        Column repairs = sameMachine.and(sameComponent).and(soonAfter);
        return orders.filter(col(WorkOrders.KIND).notEqual(LogTables.INFER))
                .unionByName(open.join(failures, repairs, "left_semi").withColumn(WorkOrders.KIND, lit("corrective")))
                .unionByName(open.join(failures, repairs, "left_anti").withColumn(WorkOrders.KIND, lit("preventive")));
    }
}
