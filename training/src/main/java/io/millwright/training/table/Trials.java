package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one try of a search for settings, inside the training period of one fold for one failure target. Which versions of which tables
 * it learned from stands in the commit, as of every table; the number of a test's fold says before which test it ended, fold 0 is the
 * final model's.
 */
public final class Trials {

    public static final String FOLD = "fold";

    public static final String TARGET = "target";

    public static final String CANDIDATE = "candidate";

    /** From 1; the first are the standard settings. */
    public static final String TRIAL = "trial";

    public static final String ETA = "eta";

    public static final String DEPTH = "depth";

    public static final String MIN_CHILD_WEIGHT = "min_child_weight";

    public static final String ROW_SHARE = "row_share";

    public static final String COLUMN_SHARE = "column_share";

    public static final String BINS = "bins";

    /** Folds of machines left out on which it was judged: the search gives up the worse half after each. */
    public static final String FOLDS_JUDGED = "folds_judged";

    /** On those machines, mean over those folds; lower is better. */
    public static final String LOG_LOSS = "log_loss";

    /** Trees at which it was lowest, mean over those folds. */
    public static final String ROUNDS = "rounds";

    public static final String SECONDS = "seconds";

    /** Whether the model was fitted by it; one of each search. */
    public static final String CHOSEN = "chosen";

    public static final StructType SCHEMA = new StructType()
            .add(FOLD, DataTypes.IntegerType, false)
            .add(TARGET, DataTypes.StringType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(TRIAL, DataTypes.IntegerType, false)
            .add(ETA, DataTypes.DoubleType, false)
            .add(DEPTH, DataTypes.IntegerType, false)
            .add(MIN_CHILD_WEIGHT, DataTypes.DoubleType, false)
            .add(ROW_SHARE, DataTypes.DoubleType, false)
            .add(COLUMN_SHARE, DataTypes.DoubleType, false)
            .add(BINS, DataTypes.IntegerType, false)
            .add(FOLDS_JUDGED, DataTypes.IntegerType, false)
            .add(LOG_LOSS, DataTypes.DoubleType, false)
            .add(ROUNDS, DataTypes.DoubleType, false)
            .add(SECONDS, DataTypes.DoubleType, false)
            .add(CHOSEN, DataTypes.BooleanType, false);

    public static final TableSpec TABLE =
            new TableSpec("trials", SCHEMA, List.of(), List.of(FOLD, TARGET, CANDIDATE, TRIAL));

    private Trials() {}
}
