package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is what past cases, compared by a fold's model, said about a failure of its test before it happened. Failures before which no
 * case was known have none.
 */
public final class Recalls {

    public static final String FOLD = "fold";

    public static final String CANDIDATE = "candidate";

    public static final String EQUIPMENT_ID = "equipment_id";

    /** The test row asked about: the newest between horizon and minimum lead before the failure. */
    public static final String AS_OF = "as_of";

    /** Cases known by then. */
    public static final String CASES = "cases";

    /** What happened: the failure mode, or where the log names none the component. */
    public static final String TRUTH = "truth";

    /** What had happened in the most similar case. */
    public static final String NEAREST = "nearest";

    /** Of that case, in [-1, 1]. */
    public static final String SIMILARITY = "similarity";

    /** What had happened most often. */
    public static final String MOST_FREQUENT = "most_frequent";

    /** What the fold's own model of modes says; null where it knows none. */
    public static final String MODE_MODEL = "mode_model";

    public static final StructType SCHEMA = new StructType()
            .add(FOLD, DataTypes.IntegerType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(CASES, DataTypes.LongType, false)
            .add(TRUTH, DataTypes.StringType, false)
            .add(NEAREST, DataTypes.StringType, false)
            .add(SIMILARITY, DataTypes.DoubleType, false)
            .add(MOST_FREQUENT, DataTypes.StringType, false)
            .add(MODE_MODEL, DataTypes.StringType, true);

    public static final TableSpec TABLE =
            new TableSpec("recalls", SCHEMA, List.of(), List.of(FOLD, CANDIDATE, EQUIPMENT_ID, AS_OF, TRUTH));

    private Recalls() {}
}
