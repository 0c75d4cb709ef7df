package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the labels were made from beside the rows: a row is one machine. It is written after the labels, so that the next feature job knows
 * which of them it has to look at again.
 */
public final class Lives {

    public static final String EQUIPMENT_ID = "equipment_id";

    /** Nothing is known of the machine from here on; milliseconds since the epoch, as are all times here. */
    public static final String OBSERVED_UNTIL_MS = "observed_until_ms";

    public static final String ENDS_IN_FAILURE = "ends_in_failure";

    public static final String FAILURES = "failures";

    /** Replacements before failure; an empty component is the machine. */
    public static final String PREVENTIVE = "preventive";

    public static final String FINDINGS = "findings";

    private static final StructType FAILURE = new StructType()
            .add("time_ms", DataTypes.LongType, false)
            .add("repaired_ms", DataTypes.LongType, false)
            .add("components", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("modes", DataTypes.createArrayType(DataTypes.StringType, false), false);

    private static final StructType REPLACEMENT =
            new StructType().add("time_ms", DataTypes.LongType, false).add("component", DataTypes.StringType, false);

    private static final StructType FINDING = new StructType()
            .add("time_ms", DataTypes.LongType, false)
            .add("known_ms", DataTypes.LongType, false)
            .add("verdict", DataTypes.StringType, false)
            .add("component", DataTypes.StringType, true)
            .add("mode", DataTypes.StringType, true);

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(OBSERVED_UNTIL_MS, DataTypes.LongType, false)
            .add(ENDS_IN_FAILURE, DataTypes.BooleanType, false)
            .add(FAILURES, DataTypes.createArrayType(FAILURE, false), false)
            .add(PREVENTIVE, DataTypes.createArrayType(REPLACEMENT, false), false)
            .add(FINDINGS, DataTypes.createArrayType(FINDING, false), false);

    public static final TableSpec TABLE = new TableSpec("lives", SCHEMA, List.of(), List.of(EQUIPMENT_ID));

    private Lives() {}
}
