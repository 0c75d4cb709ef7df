package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the remaining useful life of one machine at one {@code as_of}. Test units of an official split have none. */
public final class RulLabels {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    /** Hours to the next failure (a cycle is an hour); null inside repair windows. */
    public static final String RUL_HOURS = "rul_hours";

    /** True: the life was cut off by the end of data or by a preventive replacement, so {@code rul_hours} is a lower bound. */
    public static final String CENSORED = "censored";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(RUL_HOURS, DataTypes.DoubleType, true)
            .add(CENSORED, DataTypes.BooleanType, false);

    public static final TableSpec TABLE = new TableSpec("rul_labels", SCHEMA, List.of(), List.of(EQUIPMENT_ID, AS_OF));

    private RulLabels() {}
}
