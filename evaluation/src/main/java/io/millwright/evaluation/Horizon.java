package io.millwright.evaluation;

import java.time.Duration;

/**
 * A target (H, L): a failure at {@code t_f} is to be foretold at an {@code as_of} in {@code (t_f - H, t_f - L]} and always before
 * {@code t_f}, so that at least L remains to act.
 *
 * @param horizon H, positive
 * @param minimumLead L, at least 0 and less than H
 */
public record Horizon(Duration horizon, Duration minimumLead) {

    public Horizon {
        if (horizon.isNegative() || horizon.isZero()) {
            throw new IllegalArgumentException("horizon must be positive, got " + horizon);
        }
        if (minimumLead.isNegative() || minimumLead.compareTo(horizon) >= 0) {
            throw new IllegalArgumentException(
                    "minimum lead must be >= 0 and less than the horizon " + horizon + ", got " + minimumLead);
        }
    }

    public static Horizon ofHours(long horizonHours, long minimumLeadHours) {
        return new Horizon(Duration.ofHours(horizonHours), Duration.ofHours(minimumLeadHours));
    }

    /** Whether an {@code as_of} is early enough, and not too early, for a failure at {@code failureMillis}. */
    public boolean foretells(long asOfMillis, long failureMillis) {
        return asOfMillis > failureMillis - horizon.toMillis()
                && asOfMillis <= failureMillis - minimumLead.toMillis()
                && asOfMillis < failureMillis;
    }
}
