package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the remaining useful life one candidate, trained for one fold, gives one machine at one {@code as_of}. */
public final class RulPredictions {

    /** The model that is registered. */
    public static final String BOOSTED = "xgboost";

    private static final String SEED = BOOSTED + "_seed_";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    /** {@link #BOOSTED}, the same of a further seed, {@code constant}, {@code weibull_aft} or {@code hazard}. */
    public static final String CANDIDATE = "candidate";

    public static final String FOLD = "fold";

    /** {@code test}, {@code held_out_test} or {@code history} of {@link Role}. */
    public static final String ROLE = "role";

    /** Point prediction in hours (a cycle is an hour), in [0, cap]. */
    public static final String RUL_MEDIAN_H = "rul_median_h";

    /** Interval at the configured coverage, inside [0, cap]. */
    public static final String RUL_LOW_H = "rul_low_h";

    public static final String RUL_HIGH_H = "rul_high_h";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(FOLD, DataTypes.IntegerType, false)
            .add(ROLE, DataTypes.StringType, false)
            .add(RUL_MEDIAN_H, DataTypes.DoubleType, false)
            .add(RUL_LOW_H, DataTypes.DoubleType, false)
            .add(RUL_HIGH_H, DataTypes.DoubleType, false);

    public static final TableSpec TABLE =
            new TableSpec("rul_predictions", SCHEMA, List.of(), List.of(CANDIDATE, FOLD, ROLE, EQUIPMENT_ID, AS_OF));

    private RulPredictions() {}

    /** The candidate's name where it was fitted with a further seed of {@code targets.rul.seeds}. */
    public static String boosted(long seed) {
        return SEED + seed;
    }
}
