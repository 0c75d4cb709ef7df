package io.millwright.quality.drift;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one feature, or the rate of failures, compared between two periods in one run; history is kept. */
public final class Drift {

    public static final String RUN_ID = "run_id";

    /** {@code feature} or {@code failure_rate}. */
    public static final String KIND = "kind";

    public static final String NAME = "name";

    public static final String REFERENCE_FROM = "reference_from";

    public static final String REFERENCE_TO = "reference_to";

    public static final String CURRENT_FROM = "current_from";

    public static final String CURRENT_TO = "current_to";

    /** Machines; for the rate of failures the events. */
    public static final String N_REFERENCE = "n_reference";

    public static final String N_CURRENT = "n_current";

    /** Median over machines; for the rate of failures events per machine-week. */
    public static final String VALUE_REFERENCE = "value_reference";

    public static final String VALUE_CURRENT = "value_current";

    /** Wasserstein-1 in interquartile ranges of the reference; null where not judged or infinite. */
    public static final String EFFECT = "effect";

    public static final String PSI = "psi";

    public static final String PSI_LIMIT = "psi_limit";

    public static final String P_VALUE = "p_value";

    public static final String P_ADJUSTED = "p_adjusted";

    public static final String DRIFTED = "drifted";

    public static final String NOTE = "note";

    public static final StructType SCHEMA = new StructType()
            .add(RUN_ID, DataTypes.StringType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(NAME, DataTypes.StringType, false)
            .add(REFERENCE_FROM, DataTypes.TimestampType, false)
            .add(REFERENCE_TO, DataTypes.TimestampType, false)
            .add(CURRENT_FROM, DataTypes.TimestampType, false)
            .add(CURRENT_TO, DataTypes.TimestampType, false)
            .add(N_REFERENCE, DataTypes.LongType, false)
            .add(N_CURRENT, DataTypes.LongType, false)
            .add(VALUE_REFERENCE, DataTypes.DoubleType, true)
            .add(VALUE_CURRENT, DataTypes.DoubleType, true)
            .add(EFFECT, DataTypes.DoubleType, true)
            .add(PSI, DataTypes.DoubleType, true)
            .add(PSI_LIMIT, DataTypes.DoubleType, true)
            .add(P_VALUE, DataTypes.DoubleType, true)
            .add(P_ADJUSTED, DataTypes.DoubleType, true)
            .add(DRIFTED, DataTypes.BooleanType, false)
            .add(NOTE, DataTypes.StringType, true);

    public static final TableSpec TABLE = new TableSpec("drift", SCHEMA, List.of(), List.of(RUN_ID, KIND, NAME));

    private Drift() {}
}
