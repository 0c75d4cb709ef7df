package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.millwright.etl.Reason;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The data faults that cleaning found, by the names the simulated fleet gives what it plants: those of sensors, of readings put
 * aside, and of readings that came late. A row is a machine, a sensor or null for all of them, a kind and the time it lasted.
 */
final class FoundFaults {

    private FoundFaults() {}

    /** Of a lake with {@link SensorHealth}; readings put aside are one row an hour, machine, sensor and kind. */
    static Dataset<Row> of(Lake lake) {
        Dataset<Row> faults = lake.read(SensorHealth.TABLE)
                .select(
                        SensorHealth.EQUIPMENT_ID,
                        SensorHealth.SENSOR,
                        SensorHealth.KIND,
                        SensorHealth.FROM_TIME,
                        SensorHealth.TO_TIME);
        if (lake.has(Quarantine.TABLE)) {
            faults = faults.unionByName(putAside(lake.read(Quarantine.TABLE)));
        }
        return lake.has(Series.TABLE) ? faults.unionByName(late(lake.read(Series.TABLE))) : faults;
    }

    private static Dataset<Row> putAside(Dataset<Row> quarantine) {
        Column kind = when(col(Quarantine.REASON).equalTo(Reason.UNPARSABLE_VALUE), "wrong_type")
                .otherwise(col(Quarantine.REASON));
        return quarantine
                .where(col(Quarantine.REASON)
                        .isin(Reason.UNPARSABLE_VALUE, Reason.UNKNOWN_MACHINE, Reason.UNKNOWN_SENSOR)
                        .and(col(Quarantine.EQUIPMENT_ID).isNotNull())
                        .and(col(Quarantine.EVENT_TIME).isNotNull()))
                .groupBy(
                        col(Quarantine.EQUIPMENT_ID).as(SensorHealth.EQUIPMENT_ID),
                        col(Quarantine.SENSOR).as(SensorHealth.SENSOR),
                        kind.as(SensorHealth.KIND),
                        expr("date_trunc('hour', " + Quarantine.EVENT_TIME + ")")
                                .as("hour"))
                .agg(
                        min(Quarantine.EVENT_TIME).as(SensorHealth.FROM_TIME),
                        max(Quarantine.EVENT_TIME).as(SensorHealth.TO_TIME))
                .drop("hour");
    }

    private static Dataset<Row> late(Dataset<Row> series) {
        return series.where(col(Series.LATE))
                .select(
                        col(Series.EQUIPMENT_ID).as(SensorHealth.EQUIPMENT_ID),
                        lit(null).cast("string").as(SensorHealth.SENSOR),
                        lit("late").as(SensorHealth.KIND),
                        sample(1).as(SensorHealth.FROM_TIME),
                        sample(-1).as(SensorHealth.TO_TIME))
                .distinct();
    }

    /** The time of the first (1) or last (-1) sample of a chunk. */
    private static Column sample(int at) {
        return expr("timestampadd(MILLISECOND, element_at(" + Series.OFFSET_MS + ", " + at + "), " + Series.CHUNK_START
                + ")");
    }
}
