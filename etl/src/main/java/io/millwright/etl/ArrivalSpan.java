package io.millwright.etl;

import io.millwright.lake.Interval;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * When the first and the last record of a landing file arrived that says when it did.
 *
 * @param firstMs known time of the first of them
 * @param lastMs of the last, inclusive; before {@code firstMs} where none says when it arrived
 */
record ArrivalSpan(long firstMs, long lastMs) implements Serializable {

    static final ArrivalSpan NONE = new ArrivalSpan(Long.MAX_VALUE, Long.MIN_VALUE);

    static final ArrivalSpan ALWAYS = new ArrivalSpan(Long.MIN_VALUE, Long.MAX_VALUE);

    ArrivalSpan and(ArrivalSpan other) {
        return new ArrivalSpan(Math.min(firstMs, other.firstMs), Math.max(lastMs, other.lastMs));
    }

    boolean isNone() {
        return firstMs > lastMs;
    }

    /** Whether a record may have arrived in {@code [fromMs, toMs)}. */
    boolean touches(long fromMs, long toMs) {
        return !isNone() && firstMs < toMs && lastMs >= fromMs;
    }

    /** What of it is before and what behind an interval. */
    List<ArrivalSpan> without(Interval interval) {
        return without(
                new ArrivalSpan(interval.from().toEpochMilli(), interval.to().toEpochMilli() - 1));
    }

    /** What of it is before and what behind another one. */
    List<ArrivalSpan> without(ArrivalSpan other) {
        return other.isNone()
                ? List.of(this)
                : Stream.of(
                                new ArrivalSpan(firstMs, Math.min(lastMs, other.firstMs - 1)),
                                new ArrivalSpan(Math.max(firstMs, other.lastMs + 1), lastMs))
                        .filter(rest -> !rest.isNone())
                        .toList();
    }
}
