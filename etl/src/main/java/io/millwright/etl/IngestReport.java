package io.millwright.etl;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an ingest read and what became of it: {@code rowsIn} = {@code rowsClean} + all quarantined + {@code duplicatesMerged},
 * checked before anything is written. Readings of sources of readings, records of others.
 *
 * @param quarantinedByReason reason to rows; a reason without rows is not there
 */
public record IngestReport(long rowsIn, long rowsClean, Map<String, Long> quarantinedByReason, long duplicatesMerged) {

    public IngestReport {
        quarantinedByReason = java.util.Collections.unmodifiableMap(new TreeMap<>(quarantinedByReason));
    }

    /** Rows in quarantine, all reasons together. */
    public long rowsQuarantined() {
        return quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
