package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is the plan for one machine or, where {@code equipment_id} is null, for one site over one stretch of time.
 */
public final class Operations {

    public static final String SITE = "site";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String START_TIME = "start_time";

    public static final String END_TIME = "end_time";

    /** Share of full load, in [0, 1] or above in peaks. */
    public static final String PLANNED_LOAD = "planned_load";

    public static final String KNOWN_TIME = "known_time";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(SITE, DataTypes.StringType, true)
            .add(EQUIPMENT_ID, DataTypes.StringType, true)
            .add(START_TIME, DataTypes.TimestampType, false)
            .add(END_TIME, DataTypes.TimestampType, false)
            .add(PLANNED_LOAD, DataTypes.DoubleType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("operations", SCHEMA, List.of(), List.of(SITE, EQUIPMENT_ID, START_TIME, KNOWN_TIME));

    private Operations() {}
}
