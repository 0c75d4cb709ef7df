package io.millwright.lake;

import java.time.Instant;

/** A half-open stretch of time {@code [from, to)}, UTC. */
public record Interval(Instant from, Instant to) {

    public Interval {
        if (!from.isBefore(to)) {
            throw MillwrightException.configuration(
                    "the interval [" + from + ", " + to + ") is empty; --from must be before --to");
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
