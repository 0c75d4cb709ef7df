package io.millwright.worklist;

import io.millwright.lake.config.Severity;
import java.time.Instant;

/**
 * What a later list must know about an alert on this one.
 *
 * @param listedAt {@code as_of} of the list
 * @param raisedAt {@code as_of} of the first list of this alert
 * @param pFail on this list
 */
public record AlertState(
        String site,
        String equipmentId,
        String component,
        Instant listedAt,
        Instant raisedAt,
        Status status,
        Severity severity,
        double pFail) {

    Part part() {
        return new Part(equipmentId, component);
    }
}
