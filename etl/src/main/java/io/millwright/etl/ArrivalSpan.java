package io.millwright.etl;

import java.io.Serializable;

/**
 * When the first and the last record of a landing file arrived that says when it did.
 *
 * @param firstMs known time of the first of them
 * @param lastMs of the last, inclusive; before {@code firstMs} where none says when it arrived
 */
record ArrivalSpan(long firstMs, long lastMs) implements Serializable {

    static final ArrivalSpan NONE = new ArrivalSpan(Long.MAX_VALUE, Long.MIN_VALUE);

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
}
