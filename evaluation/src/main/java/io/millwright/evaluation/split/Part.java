package io.millwright.evaluation.split;

/** What a fold does with a row. */
public enum Part {
    TRAIN,
    TEST,
    /** In the training period, but its label window reaches beyond the start of the test. */
    PURGED,
    /** In the training period after the test, but too close behind it. */
    EMBARGOED,
    /** In neither period. */
    OUTSIDE
}
