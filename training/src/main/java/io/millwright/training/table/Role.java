package io.millwright.training.table;

/** What a row of {@link Predictions} or {@link RulPredictions} may be used for. */
public final class Role {

    /** Out of fold inside the training period, by a model that never saw the machine: for operating points and calibration. */
    public static final String VALIDATION = "validation";

    /** A test row, predicted by the model of its fold's whole training period. Axis {@code time} or {@code machines}. */
    public static final String TEST = "test";

    /** As validation, for the final model over all data (fold 0): operating points of the model that is registered come from here. */
    public static final String FINAL = "final";

    /** As validation, for the training period of the second axis. */
    public static final String HELD_OUT_VALIDATION = "held_out_validation";

    /** As test, on machines that never trained. */
    public static final String HELD_OUT_TEST = "held_out_test";

    /** Rows of test units before their last, of an official split: for timelines, and for how well a life was foretold at a given lead. */
    public static final String HISTORY = "history";

    private Role() {}
}
