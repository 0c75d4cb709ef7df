package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one failure, error code or alarm of one machine.
 */
public final class Events {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String EVENT_TIME = "event_time";

    public static final String KNOWN_TIME = "known_time";

    /** {@code failure}, {@code error}, {@code alarm}. */
    public static final String KIND = "kind";

    /** Error or alarm code. */
    public static final String CODE = "code";

    /** The component that failed. */
    public static final String COMPONENT = "component";

    /** Failure mode. */
    public static final String MODE = "mode";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(EVENT_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(CODE, DataTypes.StringType, true)
            .add(COMPONENT, DataTypes.StringType, true)
            .add(MODE, DataTypes.StringType, true)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("events", SCHEMA, List.of(), List.of(EQUIPMENT_ID, EVENT_TIME, KIND, CODE, COMPONENT, MODE));

    private Events() {}
}
