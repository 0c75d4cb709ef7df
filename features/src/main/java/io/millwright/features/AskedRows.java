package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.functions;

/**
 * Of which moments a run writes rows, so that interval after interval gives what one run over everything gives. Readings end before an
 * interval does where they come late or the fleet rests; rows go on until the interval ends, or until no machine can have one.
 */
final class AskedRows {

    private AskedRows() {}

    /**
     * Everything until the end of the fleet's last tile; of an interval {@code [from, to)} the rows with {@code from <= as_of <= to}, for the
     * one at its beginning did not know yet what came at that very moment, and those before it that no run has written yet.
     *
     * @param silenceMs a machine that has been silent for longer has no row
     * @return empty where every machine had been silent for too long before the interval began
     * @throws MillwrightException where the interval lies before all readings
     */
    static Optional<Slice> of(Lake lake, Spans spans, long silenceMs, Optional<Interval> interval) {
        if (interval.isEmpty()) {
            return Optional.of(new Slice(spans.startMs(), spans.endMs()));
        }
        long fromMs = interval.get().from().toEpochMilli();
        long toMs = interval.get().to().toEpochMilli();
        long lastRowMs = spans.heardMs() + silenceMs;
        if (fromMs >= lastRowMs) {
            return Optional.empty();
        }
        if (toMs <= spans.startMs()) {
            throw MillwrightException.data("no reading lies in the interval given; the data reach from "
                    + Instant.ofEpochMilli(spans.startMs()) + " to " + Instant.ofEpochMilli(spans.endMs()));
        }
        long afterMs = Math.min(fromMs - 1, writtenUntilMs(lake));
        return Optional.of(new Slice(Math.max(afterMs, spans.startMs()), Math.min(toMs, lastRowMs)));
    }

    /** No row stands behind it; {@code Long.MAX_VALUE} where that is not known. */
    private static long writtenUntilMs(Lake lake) {
        if (!lake.has(FeatureStatistics.TABLE)) {
            return Long.MAX_VALUE;
        }
        Timestamp last = lake.read(FeatureStatistics.TABLE)
                .agg(functions.max(FeatureStatistics.TO))
                .first()
                .getTimestamp(0);
        return last == null ? Long.MAX_VALUE : last.getTime();
    }
}
