package io.millwright.etl;

import io.millwright.lake.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of arrival a long ingest is cut into, so that each is committed by itself and an interrupted ingest goes on where
 * it stopped. They follow each other without a gap.
 */
final class ArrivalSlices {

    /** Bytes of landing files a slice at most, about: a minute or two of a small machine. */
    static final long MOST_BYTES = 512L << 20;

    private static final Duration SHORTEST = Duration.ofDays(1);

    private ArrivalSlices() {}

    /**
     * Cuts an interval into equal slices of whole days; the last may be shorter.
     *
     * @param bytes of all landing files, taken to arrive evenly in the interval
     * @param mostBytes in a slice; a single day may have more
     */
    static List<Interval> cut(Interval arrivals, long bytes, long mostBytes) {
        long length = Duration.between(arrivals.from(), arrivals.to()).toMillis();
        long days = ceilDiv(length, SHORTEST.toMillis());
        long wanted = Math.min(days, Math.max(1, ceilDiv(bytes, mostBytes)));
        Duration each = SHORTEST.multipliedBy(ceilDiv(days, wanted));
        List<Interval> slices = new ArrayList<>();
        for (var from = arrivals.from(); from.isBefore(arrivals.to()); from = from.plus(each)) {
            var to = from.plus(each);
            slices.add(new Interval(from, to.isBefore(arrivals.to()) ? to : arrivals.to()));
        }
        return slices;
    }

    private static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
