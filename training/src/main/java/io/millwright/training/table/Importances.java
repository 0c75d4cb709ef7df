package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is how much one feature moves one model of the headline target, as fitted on all rows or without some machines. */
public final class Importances {

    public static final String CANDIDATE = "candidate";

    /** 0 for the model of all machines; from 1, the model that never saw those of an inner fold. */
    public static final String PART = "part";

    public static final String FEATURE = "feature";

    /** Mean of the absolute contributions to the score, in the model's own unit, on training rows. */
    public static final String MEAN_ABSOLUTE = "mean_absolute";

    public static final StructType SCHEMA = new StructType()
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(PART, DataTypes.IntegerType, false)
            .add(FEATURE, DataTypes.StringType, false)
            .add(MEAN_ABSOLUTE, DataTypes.DoubleType, false);

    public static final TableSpec TABLE =
            new TableSpec("importances", SCHEMA, List.of(), List.of(CANDIDATE, PART, FEATURE));

    private Importances() {}
}
