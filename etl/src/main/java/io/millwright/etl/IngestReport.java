package io.millwright.etl;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an ingest read and what became of it: {@code rowsIn} = {@code rowsClean} + all quarantined + {@code duplicatesMerged},
 * checked before anything is written. Readings of sources of readings, records of others.
 *
 * @param quarantinedByReason reason to rows; a reason without rows is not there
 * @param slices the interval was cut into
 * @param kept of them were committed before an earlier start of the same ingest was stopped; their rows are not counted here
 * @param missed beside the rows in: what was known before the interval and after the lake's first reading, and is in no ingest; nothing
 *     where all arrivals were taken
 * @param history the same, known before the lake's first reading
 */
public record IngestReport(
        long rowsIn,
        long rowsClean,
        Map<String, Long> quarantinedByReason,
        long duplicatesMerged,
        int slices,
        int kept,
        LeftBehind missed,
        LeftBehind history) {

    static final IngestReport NOTHING = new IngestReport(0, 0, Map.of(), 0);

    public IngestReport {
        quarantinedByReason = java.util.Collections.unmodifiableMap(new TreeMap<>(quarantinedByReason));
    }

    /** Of an ingest at once. */
    IngestReport(long rowsIn, long rowsClean, Map<String, Long> quarantinedByReason, long duplicatesMerged) {
        this(rowsIn, rowsClean, quarantinedByReason, duplicatesMerged, 1, 0, LeftBehind.NONE, LeftBehind.NONE);
    }

    /** Rows in quarantine, all reasons together. */
    public long rowsQuarantined() {
        return quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    IngestReport plus(IngestReport other) {
        Map<String, Long> reasons = new TreeMap<>(quarantinedByReason);
        other.quarantinedByReason.forEach((reason, rows) -> reasons.merge(reason, rows, Long::sum));
        return new IngestReport(
                rowsIn + other.rowsIn,
                rowsClean + other.rowsClean,
                reasons,
                duplicatesMerged + other.duplicatesMerged,
                slices,
                kept,
                missed,
                history);
    }

    /** As if these had not come in. */
    IngestReport minusRejected(Map<String, Long> rejected) {
        Map<String, Long> reasons = new TreeMap<>(quarantinedByReason);
        rejected.forEach((reason, rows) -> reasons.merge(reason, -rows, Long::sum));
        reasons.values().removeIf(rows -> rows == 0);
        return new IngestReport(
                rowsIn - rejected.values().stream().mapToLong(Long::longValue).sum(),
                rowsClean,
                reasons,
                duplicatesMerged,
                slices,
                kept,
                missed,
                history);
    }

    IngestReport inSlices(int number, int committedBefore) {
        return new IngestReport(
                rowsIn, rowsClean, quarantinedByReason, duplicatesMerged, number, committedBefore, missed, history);
    }

    IngestReport leaving(Leftovers left) {
        return new IngestReport(
                rowsIn, rowsClean, quarantinedByReason, duplicatesMerged, slices, kept, left.missed(), left.history());
    }
}
