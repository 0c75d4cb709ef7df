package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is what one sensor read of the surroundings of a site or, where {@code equipment_id} is given, of one machine: weather, air of a
 * hall, dust.
 */
public final class Conditions {

    public static final String SITE = "site";

    public static final String EQUIPMENT_ID = "equipment_id";

    /** What was read: {@code humidity}. The source's name where it does not say. */
    public static final String SENSOR = "sensor";

    public static final String EVENT_TIME = "event_time";

    public static final String KNOWN_TIME = "known_time";

    /** In the unit of delivery. */
    public static final String VALUE = "value";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(SITE, DataTypes.StringType, true)
            .add(EQUIPMENT_ID, DataTypes.StringType, true)
            .add(SENSOR, DataTypes.StringType, false)
            .add(EVENT_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(VALUE, DataTypes.DoubleType, false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("conditions", SCHEMA, List.of(), List.of(SITE, EQUIPMENT_ID, SENSOR, EVENT_TIME, KNOWN_TIME));

    private Conditions() {}
}
