package io.millwright.features.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    /**
     * The versions of one order as if each had been known when its work was done: those that a version known later takes the place of from
     * the same work or earlier work on are left out.
     */
    public static List<WrittenNote> inTime(List<WrittenNote> versions) {
        List<WrittenNote> kept = new ArrayList<>();
        long earliestMs = Long.MAX_VALUE;
        for (WrittenNote version : versions.stream().sorted(VERSIONS.reversed()).toList()) {
            if (version.timeMs < earliestMs) {
                earliestMs = version.timeMs;
                kept.add(new WrittenNote(
                        version.orderId, version.timeMs, Math.min(version.knownMs, version.timeMs), version.text));
            }
        }
        return kept;
    }

    /** The first moment at which it counts: its work lies strictly before, and it is known. */
    long countsFromMs() {
        return Math.max(timeMs + 1, knownMs);
    }
}
