package io.millwright.fleet.grade;

/**
 * A failure of the test windows that was not foretold at {@code precision_85}.
 *
 * @param hasPrecursor whether any sensor showed it
 * @param reason sudden, too short, no predictions, below threshold
 * @param highestP highest probability in the zone, NaN without predictions there
 * @param threshold that was to be reached
 */
public record MissedEvent(
        String run,
        String equipmentId,
        String mode,
        String failedAt,
        boolean hasPrecursor,
        double leadHours,
        String reason,
        double highestP,
        double threshold) {}
