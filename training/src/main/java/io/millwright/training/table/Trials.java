package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one try of a search for a model, its features and its settings, inside the training period of one fold for one failure target.
 * The number of a test's fold says before which test that period ended, fold 0 is the final model's. Trials of earlier trainings stay; a
 * training that is the same as an earlier one takes the place of that one's.
 */
public final class Trials {

    /** By recipe, data and code, see {@link io.millwright.training.TrainedRun#key}. */
    public static final String TRAINING = "training";

    public static final String FOLD = "fold";

    /** The test of the fold, from here until just before {@link #TEST_TO}, which the trial did not see; null for the final model. */
    public static final String TEST_FROM = "test_from";

    public static final String TEST_TO = "test_to";

    public static final String TARGET = "target";

    public static final String CANDIDATE = "candidate";

    /** From 1; the first is the standard configuration. */
    public static final String TRIAL = "trial";

    /** Of models, by the name of its own candidate. */
    public static final String FAMILY = "family";

    /** Whose features it could use, from short to long; features of no window it always could. */
    public static final String WINDOWS = "windows";

    /** Whether it could use fitted features, of which there may be none. */
    public static final String FITTED_FEATURES = "fitted_features";

    /** The most telling features it was held to, at most; null where it was not. */
    public static final String KEPT_FEATURES = "kept_features";

    /** This and the next five are settings of boosted trees; null for another family. */
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

    /** On those machines, mean over the folds that have a failure; null where none has. */
    public static final String AVERAGE_PRECISION = "average_precision";

    /** Log loss on each of those folds. */
    public static final String FOLD_LOG_LOSSES = "fold_log_losses";

    /** Average precision on each of those folds; null on one without a failure. */
    public static final String FOLD_AVERAGE_PRECISIONS = "fold_average_precisions";

    /** Trees at which the loss was lowest, mean over those folds; null for another family than boosted trees. */
    public static final String ROUNDS = "rounds";

    public static final String SECONDS = "seconds";

    /** Whether the model was fitted by it; one of each search. */
    public static final String CHOSEN = "chosen";

    /** SHA-256 of the whole training set, as in a package's manifest; its periods are parts of it. */
    public static final String TRAINING_SET_HASH = "training_set_hash";

    /** Of the tables the training set was read from, for example {@code labels@v3}. */
    public static final String DATA_VERSIONS = "data_versions";

    public static final StructType SCHEMA = new StructType()
            .add(TRAINING, DataTypes.StringType, false)
            .add(FOLD, DataTypes.IntegerType, false)
            .add(TEST_FROM, DataTypes.TimestampType, true)
            .add(TEST_TO, DataTypes.TimestampType, true)
            .add(TARGET, DataTypes.StringType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(TRIAL, DataTypes.IntegerType, false)
            .add(FAMILY, DataTypes.StringType, false)
            .add(WINDOWS, DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add(FITTED_FEATURES, DataTypes.BooleanType, false)
            .add(KEPT_FEATURES, DataTypes.IntegerType, true)
            .add(ETA, DataTypes.DoubleType, true)
            .add(DEPTH, DataTypes.IntegerType, true)
            .add(MIN_CHILD_WEIGHT, DataTypes.DoubleType, true)
            .add(ROW_SHARE, DataTypes.DoubleType, true)
            .add(COLUMN_SHARE, DataTypes.DoubleType, true)
            .add(BINS, DataTypes.IntegerType, true)
            .add(FOLDS_JUDGED, DataTypes.IntegerType, false)
            .add(LOG_LOSS, DataTypes.DoubleType, false)
            .add(AVERAGE_PRECISION, DataTypes.DoubleType, true)
            .add(FOLD_LOG_LOSSES, DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add(FOLD_AVERAGE_PRECISIONS, DataTypes.createArrayType(DataTypes.DoubleType, true), false)
            .add(ROUNDS, DataTypes.DoubleType, true)
            .add(SECONDS, DataTypes.DoubleType, false)
            .add(CHOSEN, DataTypes.BooleanType, false)
            .add(TRAINING_SET_HASH, DataTypes.StringType, false)
            .add(DATA_VERSIONS, DataTypes.createArrayType(DataTypes.StringType, false), false);

    public static final TableSpec TABLE =
            new TableSpec("trials", SCHEMA, List.of(), List.of(TRAINING, FOLD, TARGET, CANDIDATE, TRIAL));

    private Trials() {}
}
