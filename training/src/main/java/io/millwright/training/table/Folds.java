package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one pair of training period and test. */
public final class Folds {

    /** From 1, tests in time order. */
    public static final String FOLD = "fold";

    /**
     * {@code time}, {@code machines} (other machines than those trained on), or the second axis: {@code held_out_machines},
     * {@code held_out_sites} or {@code held_out_generations}.
     */
    public static final String AXIS = "axis";

    /** Training rows have {@code as_of} in {@code [train_from, train_to)} and a label that is known by {@code test_from}. */
    public static final String TRAIN_FROM = "train_from";

    public static final String TRAIN_TO = "train_to";

    public static final String TEST_FROM = "test_from";

    public static final String TEST_TO = "test_to";

    /** Labelled training rows of the headline target; where there is none, rows with a known remaining life. */
    public static final String N_TRAIN = "n_train";

    /** Rows predicted. */
    public static final String N_TEST = "n_test";

    /** Failures of test machines inside the test, several at one instant counted once. */
    public static final String EVENTS = "events";

    public static final StructType SCHEMA = new StructType()
            .add(FOLD, DataTypes.IntegerType, false)
            .add(AXIS, DataTypes.StringType, false)
            .add(TRAIN_FROM, DataTypes.TimestampType, false)
            .add(TRAIN_TO, DataTypes.TimestampType, false)
            .add(TEST_FROM, DataTypes.TimestampType, false)
            .add(TEST_TO, DataTypes.TimestampType, false)
            .add(N_TRAIN, DataTypes.LongType, false)
            .add(N_TEST, DataTypes.LongType, false)
            .add(EVENTS, DataTypes.LongType, false);

    public static final TableSpec TABLE = new TableSpec("folds", SCHEMA, List.of(), List.of(FOLD));

    private Folds() {}
}
