package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is what one candidate, trained for one fold, says about one machine at one {@code as_of} for one failure target. */
public final class Predictions {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    public static final String TARGET = "target";

    public static final String CANDIDATE = "candidate";

    public static final String FOLD = "fold";

    /** One of {@link Role}. */
    public static final String ROLE = "role";

    /** Raw, higher is worse: rank by this. A policy's is in its own unit, a model's in [0, 1]. */
    public static final String SCORE = "score";

    /** Calibrated probability in (0, 1), never reversing the score's order; null for a policy. */
    public static final String P = "p";

    /** Most probable failure mode should it fail, joined by {@code +} with those likely to come along; null on out-of-fold rows and where no mode is known. */
    public static final String MODE = "mode";

    /** Probability of the most probable mode, given a failure. */
    public static final String MODE_P = "mode_p";

    /** Severity should it fail: low, medium or high; null on out-of-fold rows and where the model of it is silent. */
    public static final String SEVERITY = "severity";

    /** Probability that the failure is medium or high, given a failure. */
    public static final String SEVERITY_P_MEDIUM = "severity_p_medium";

    /** Likewise that it is high; never above {@link #SEVERITY_P_MEDIUM}. */
    public static final String SEVERITY_P_HIGH = "severity_p_high";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(TARGET, DataTypes.StringType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(FOLD, DataTypes.IntegerType, false)
            .add(ROLE, DataTypes.StringType, false)
            .add(SCORE, DataTypes.DoubleType, false)
            .add(P, DataTypes.DoubleType, true)
            .add(MODE, DataTypes.StringType, true)
            .add(MODE_P, DataTypes.DoubleType, true)
            .add(SEVERITY, DataTypes.StringType, true)
            .add(SEVERITY_P_MEDIUM, DataTypes.DoubleType, true)
            .add(SEVERITY_P_HIGH, DataTypes.DoubleType, true);

    public static final TableSpec TABLE = new TableSpec(
            "predictions", SCHEMA, List.of(), List.of(TARGET, CANDIDATE, FOLD, ROLE, EQUIPMENT_ID, AS_OF));

    private Predictions() {}
}
