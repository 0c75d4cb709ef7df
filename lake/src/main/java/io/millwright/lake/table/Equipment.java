package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one machine.
 */
public final class Equipment {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SITE = "site";

    public static final String TYPE = "type";

    public static final String MANUFACTURER = "manufacturer";

    public static final String MODEL = "model";

    /** The system it works in. */
    public static final String LINE = "line";

    public static final String COMMISSIONED = "commissioned";

    /** As delivered, where no commissioning date is. */
    public static final String AGE_YEARS = "age_years";

    /** Whatever else the metadata say: rated ranges, bearing geometry. */
    public static final String ATTRIBUTES = "attributes";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SITE, DataTypes.StringType, false)
            .add(TYPE, DataTypes.StringType, false)
            .add(MANUFACTURER, DataTypes.StringType, true)
            .add(MODEL, DataTypes.StringType, true)
            .add(LINE, DataTypes.StringType, true)
            .add(COMMISSIONED, DataTypes.TimestampType, true)
            .add(AGE_YEARS, DataTypes.DoubleType, true)
            .add(ATTRIBUTES, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false), false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec("equipment", SCHEMA, List.of(), List.of(EQUIPMENT_ID));

    private Equipment() {}
}
