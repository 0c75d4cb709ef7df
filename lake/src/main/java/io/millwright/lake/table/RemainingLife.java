package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one unit cut off before failure and its true remaining useful life at its last reading. Only evaluation may
 * read it.
 */
public final class RemainingLife {

    public static final String EQUIPMENT_ID = "equipment_id";

    /** In hours (a cycle is an hour). */
    public static final String RUL_HOURS = "rul_hours";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(RUL_HOURS, DataTypes.DoubleType, false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec("remaining_life", SCHEMA, List.of(), List.of(EQUIPMENT_ID));

    private RemainingLife() {}
}
