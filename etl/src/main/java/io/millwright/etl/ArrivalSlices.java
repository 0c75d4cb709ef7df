package io.millwright.etl;

import io.millwright.lake.Interval;
import java.time.Duration;
import java.time.Instant;
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

    /** A landing file whose records arrived evenly in its span. */
    record File(ArrivalSpan span, long bytes) {}

    /**
     * Cuts an interval into slices of whole days, as long as they can be; the last may be shorter.
     *
     * @param mostBytes that arrived in a slice; a single day may have more
     */
    static List<Interval> cut(Interval arrivals, List<File> files, long mostBytes) {
        double[] bytes = bytesByDay(arrivals, files);
        List<Interval> slices = new ArrayList<>();
        int first = 0;
        double taken = bytes[0];
        for (int day = 1; day < bytes.length; day++) {
            if (taken > 0 && taken + bytes[day] > mostBytes) {
                slices.add(new Interval(start(arrivals, first), start(arrivals, day)));
                first = day;
                taken = 0;
            }
            taken += bytes[day];
        }
        slices.add(new Interval(start(arrivals, first), arrivals.to()));
        return slices;
    }

    private static Instant start(Interval arrivals, int day) {
        return arrivals.from().plus(SHORTEST.multipliedBy(day));
    }

    private static double[] bytesByDay(Interval arrivals, List<File> files) {
        long fromMs = arrivals.from().toEpochMilli();
        long toMs = arrivals.to().toEpochMilli();
        long dayMs = SHORTEST.toMillis();
        double[] bytes = new double[Math.toIntExact(-Math.floorDiv(fromMs - toMs, dayMs))];
        for (File file : files) {
            if (!file.span.touches(fromMs, toMs)) {
                continue;
            }
            double bytesPerMs = file.bytes / (file.span.lastMs() - file.span.firstMs() + 1.0);
            long endMs = Math.min(file.span.lastMs() + 1, toMs);
            for (long at = Math.max(file.span.firstMs(), fromMs); at < endMs; ) {
                int day = (int) ((at - fromMs) / dayMs);
                long nextMs = Math.min(endMs, fromMs + (day + 1) * dayMs);
                bytes[day] += bytesPerMs * (nextMs - at);
                at = nextMs;
            }
        }
        return bytes;
    }
}
