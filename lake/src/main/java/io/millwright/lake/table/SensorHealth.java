package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one stretch in which a sensor, not the machine, was unwell.
 */
public final class SensorHealth {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    /** {@code stuck}, {@code spike}, {@code drift}, {@code clock_skew}, {@code wrong_unit} or {@code gap}. */
    public static final String KIND = "kind";

    public static final String FROM_TIME = "from_time";

    /** Exclusive. */
    public static final String TO_TIME = "to_time";

    /** The figures that gave it away. */
    public static final String EVIDENCE = "evidence";

    /** {@code corrected}, {@code kept_out} or {@code reported}. */
    public static final String ACTION = "action";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(FROM_TIME, DataTypes.TimestampType, false)
            .add(TO_TIME, DataTypes.TimestampType, false)
            .add(EVIDENCE, DataTypes.StringType, false)
            .add(ACTION, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("sensor_health", SCHEMA, List.of(), List.of(EQUIPMENT_ID, SENSOR, KIND, FROM_TIME));

    private SensorHealth() {}
}
