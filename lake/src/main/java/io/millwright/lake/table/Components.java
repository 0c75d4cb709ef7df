package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one component of one machine; where the landing files tell generations, or features follow serials, a row is one
 * installation, and all but the first of a component have their time behind its id.
 */
public final class Components {

    public static final String COMPONENT_ID = "component_id";

    public static final String EQUIPMENT_ID = "equipment_id";

    /** The component it sits in; null under the machine. */
    public static final String PARENT = "parent";

    public static final String KIND = "kind";

    public static final String SERIAL = "serial";

    /** Of its design, as its maker or the store calls it. */
    public static final String GENERATION = "generation";

    public static final String INSTALLED_AT = "installed_at";

    /** When it became known that it sits there; null where that was at its installation. */
    public static final String KNOWN_TIME = "known_time";

    public static final String SOURCE = "source";

    /** What the id of a later installation ends with, as a pattern: {@code @} and its time. */
    public static final String LATER = "@\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.]\\d{3}Z$";

    public static final StructType SCHEMA = new StructType()
            .add(COMPONENT_ID, DataTypes.StringType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(PARENT, DataTypes.StringType, true)
            .add(KIND, DataTypes.StringType, false)
            .add(SERIAL, DataTypes.StringType, true)
            .add(GENERATION, DataTypes.StringType, true)
            .add(INSTALLED_AT, DataTypes.TimestampType, true)
            .add(KNOWN_TIME, DataTypes.TimestampType, true)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec("components", SCHEMA, List.of(), List.of(COMPONENT_ID));

    private Components() {}
}
