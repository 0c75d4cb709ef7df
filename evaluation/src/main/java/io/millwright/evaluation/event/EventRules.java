package io.millwright.evaluation.event;

import io.millwright.evaluation.Horizon;
import java.time.Duration;

/**
 * How alerts are told from scores, and hits from misses.
 *
 * @param horizon the target (H, L)
 * @param coolDown C: after an episode starts, the next may start C later at the earliest
 * @param repairWindow R: rows in {@code (t, t + R]} after a failure or repair at t are ignored
 * @param carry what a cool-down running into a zone does
 * @param rightWithin an alert keeps the promise of an operating point's precision if its subject fails within this, at least the
 *     horizon; detection, false alarms and their cost go by the horizon alone
 */
public record EventRules(Horizon horizon, Duration coolDown, Duration repairWindow, Carry carry, Duration rightWithin) {

    /** What becomes of an alert raised before a zone and still cooling down when the zone starts. */
    public enum Carry {
        /** It counts for the zone only if it is raised again once it has cooled down. */
        MUST_BE_RAISED_AGAIN,
        /** The cool-down is ignored at the start of the zone. */
        FORGOTTEN_AT_ZONE_START
    }

    public EventRules {
        if (coolDown.isNegative() || repairWindow.isNegative()) {
            throw new IllegalArgumentException(
                    "cool-down and repair window must be >= 0, got " + coolDown + " and " + repairWindow);
        }
        if (rightWithin.compareTo(horizon.horizon()) < 0) {
            throw new IllegalArgumentException(
                    "an alert is right at least within the horizon, got " + rightWithin + " and " + horizon.horizon());
        }
    }

    /** C = H, R = 24 h, carried alerts must be raised again, right within H. */
    public static EventRules of(Horizon horizon) {
        return new EventRules(
                horizon, horizon.horizon(), Duration.ofHours(24), Carry.MUST_BE_RAISED_AGAIN, horizon.horizon());
    }

    public EventRules withCoolDown(Duration other) {
        return new EventRules(horizon, other, repairWindow, carry, rightWithin);
    }

    public EventRules withRepairWindow(Duration other) {
        return new EventRules(horizon, coolDown, other, carry, rightWithin);
    }

    public EventRules withCarry(Carry other) {
        return new EventRules(horizon, coolDown, repairWindow, other, rightWithin);
    }

    public EventRules withRightWithin(Duration other) {
        return new EventRules(horizon, coolDown, repairWindow, carry, other);
    }

    /** The same alerts, each judged by what happened within {@link #rightWithin} instead of the horizon. */
    EventRules patient() {
        return new EventRules(
                new Horizon(rightWithin, horizon.minimumLead()), coolDown, repairWindow, carry, rightWithin);
    }
}
