package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one feature that not every row of its group has: it came with the data of some day, as with a code that never was before, or is
 * no more, and features were run for intervals since. Rows with {@code as_of} in {@code (after, to]} may have it, the others are null. A run
 * of features without an interval writes every feature into every row, and leaves this table empty.
 */
public final class PartialFeatures {

    public static final String NAME = FeatureCatalogue.NAME;

    public static final String GROUP = FeatureCatalogue.GROUP;

    /** Null where the first rows have it. */
    public static final String AFTER = "after";

    /** Null where the last rows have it. */
    public static final String TO = "to";

    public static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType, false)
            .add(GROUP, DataTypes.StringType, false)
            .add(AFTER, DataTypes.TimestampType, true)
            .add(TO, DataTypes.TimestampType, true);

    public static final TableSpec TABLE = new TableSpec("partial_features", SCHEMA, List.of(), List.of(NAME));

    private PartialFeatures() {}
}
