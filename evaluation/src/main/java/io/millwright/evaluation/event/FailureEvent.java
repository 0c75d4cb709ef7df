package io.millwright.evaluation.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One failure of a subject.
 *
 * @param at the instant of failure t_f
 * @param component what failed; several joined by "+" where they failed at one instant
 * @param mode failure mode, empty where unknown
 * @param onset start of the zone (exclusive) in which an alert counts as a hit, where it is known better than t_f - H (a simulated
 *     fleet's truth); null otherwise
 */
public record FailureEvent(
        Instant at, String component, String mode, @Nullable Instant onset) {

    public FailureEvent {
        if (onset != null && onset.isAfter(at)) {
            throw new IllegalArgumentException("onset must not be after the failure, got " + onset + " and " + at);
        }
    }

    public static FailureEvent of(Instant at, String component, String mode) {
        return new FailureEvent(at, component, mode, null);
    }

    public FailureEvent withOnset(Instant known) {
        return new FailureEvent(at, component, mode, known);
    }

    /** This and another failure at the same instant as one event, with the earlier onset. */
    FailureEvent mergedWith(FailureEvent other) {
        Instant mergedOnset =
                onset == null || other.onset == null ? null : onset.isBefore(other.onset) ? onset : other.onset;
        return new FailureEvent(at, joined(component, other.component), joined(mode, other.mode), mergedOnset);
    }

    private static String joined(String first, String second) {
        return first.equals(second) || second.isEmpty() ? first : first.isEmpty() ? second : first + "+" + second;
    }
}
