package io.millwright.lake.config;

/** What time is in a data set: the clock, or a counter of cycles (one cycle is stored as one hour from the epoch). */
public enum TimeAxis {
    CLOCK,
    CYCLES,
    /** A table of independent rows: no time, so only stratified splits are possible. */
    NONE;

    /** The unit to print lengths in: {@code hours} or {@code cycles}. */
    public String unit() {
        return this == CYCLES ? "cycles" : "hours";
    }
}
