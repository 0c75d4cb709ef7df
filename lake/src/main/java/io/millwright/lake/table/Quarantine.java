package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one rejected record or reading, with everything needed to mend it at its origin.
 */
public final class Quarantine {

    public static final String SOURCE = "source";

    public static final String FILE = "file";

    public static final String REASON = "reason";

    /** The record or the cell as it stood in the file. */
    public static final String RAW = "raw";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String EVENT_TIME = "event_time";

    public static final String KNOWN_TIME = "known_time";

    public static final StructType SCHEMA = new StructType()
            .add(SOURCE, DataTypes.StringType, false)
            .add(FILE, DataTypes.StringType, false)
            .add(REASON, DataTypes.StringType, false)
            .add(RAW, DataTypes.StringType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, true)
            .add(SENSOR, DataTypes.StringType, true)
            .add(EVENT_TIME, DataTypes.TimestampType, true)
            .add(KNOWN_TIME, DataTypes.TimestampType, true);

    public static final TableSpec TABLE = new TableSpec(
            "quarantine", SCHEMA, List.of(), List.of(SOURCE, FILE, REASON, RAW, EQUIPMENT_ID, SENSOR, EVENT_TIME));

    private Quarantine() {}
}
