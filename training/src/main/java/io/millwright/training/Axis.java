package io.millwright.training;

import java.util.Locale;

/** What parts training from test. */
public enum Axis {
    /** Later rows of the same machines. */
    TIME,
    /** Other machines, as published with the data, or dealt into folds. */
    MACHINES,
    /** Later rows of machines that never trained: the second axis of a split by time. */
    HELD_OUT_MACHINES,
    /** The model that goes into the registry: no test of its own. */
    FINAL;

    public String columnValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
