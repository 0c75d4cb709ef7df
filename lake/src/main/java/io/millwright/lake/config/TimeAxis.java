package io.millwright.lake.config;

/** What time is in a data set: the clock, or a counter of cycles (one cycle is stored as one hour from the epoch). */
public enum TimeAxis {
    CLOCK,
    CYCLES,
    /**
     * A table of independent rows without time. Each row is a machine of one cycle, its readings are of the first cycle and what became
     * of it came out in the second; so only stratified splits are possible.
     */
    NONE;

    /** The unit to print lengths in: {@code hours} or {@code cycles}. */
    public String unit() {
        return countsCycles() ? "cycles" : "hours";
    }

    public boolean countsCycles() {
        return this != CLOCK;
    }

    /**
     * The end of a period with its last row in it: just after the row, or, of a table without time, after what became of it.
     *
     * @param lastMillis of the last row
     */
    public long endOfPeriod(long lastMillis) {
        return this == NONE ? lastMillis + Span.CYCLE.toMillis() : lastMillis + 1;
    }
}
