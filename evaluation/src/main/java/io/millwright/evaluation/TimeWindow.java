package io.millwright.evaluation;

import java.time.Duration;
import java.time.Instant;

/** The interval {@code [from, to)} in UTC; may be empty ({@code from == to}), never backwards. */
public record TimeWindow(Instant from, Instant to) {

    public TimeWindow {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "a window must not end before it starts, got [" + from + ", " + to + ")");
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    public boolean contains(long epochMillis) {
        return epochMillis >= from.toEpochMilli() && epochMillis < to.toEpochMilli();
    }

    /** Whether some instant lies in both. */
    public boolean overlaps(TimeWindow other) {
        return from.isBefore(other.to) && other.from.isBefore(to) && from.isBefore(to) && other.from.isBefore(other.to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
