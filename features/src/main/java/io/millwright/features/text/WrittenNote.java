package io.millwright.features.text;

import java.util.Comparator;

/**
 * A note as one version of a work order has it. Times are milliseconds since the epoch.
 *
 * @param timeMs when the work was finished, else when the order was opened
 * @param knownMs when this version became known
 */
public record WrittenNote(String orderId, long timeMs, long knownMs, String text) {

    /** The order in which versions of an order replace each other. */
    static final Comparator<WrittenNote> VERSIONS = Comparator.comparingLong(WrittenNote::knownMs)
            .thenComparingLong(WrittenNote::timeMs)
            .thenComparing(WrittenNote::text);

    /** The first moment at which it counts: its work lies strictly before, and it is known. */
    long countsFromMs() {
        return Math.max(timeMs + 1, knownMs);
    }
}
