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
    /** The same of all machines of some sites. */
    HELD_OUT_SITES,
    /** The same of the machines with parts of some generations. */
    HELD_OUT_GENERATIONS,
    /** The model that goes into the registry: no test of its own. */
    FINAL;

    /** Whether a test is of machines that never trained, beside the tests in time. */
    public boolean isHeldOut() {
        return this == HELD_OUT_MACHINES || this == HELD_OUT_SITES || this == HELD_OUT_GENERATIONS;
    }

    public String columnValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
