package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.table.Events;
import io.millwright.lake.table.WorkOrders;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Kinds of work orders whose log does not say: corrective where the same component of the machine failed at that instant or
 * within the repair window before it, else preventive. A failure without a component stands for any.
 */
final class WorkOrderKinds {

    private WorkOrderKinds() {}

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
