package io.millwright.training.knowledge;

import java.time.Instant;
import java.util.Comparator;

/**
 * Damage that was confirmed: by a failure, or by somebody who followed an alert.
 *
 * @param component empty text where the log names none
 * @param mode likewise
 * @param at of the failure, or when somebody looked
 * @param knownAt when it was written down
 * @param action what the finder did; empty text for failures and where it was not said
 */
public record Incident(
        String equipmentId, String component, String mode, Instant at, Instant knownAt, Source source, String action) {

    /** Oldest first. */
    static final Comparator<Incident> IN_TIME = Comparator.comparing(Incident::at)
            .thenComparing(Incident::equipmentId)
            .thenComparing(Incident::source)
            .thenComparing(Incident::component)
            .thenComparing(Incident::mode);

    /** Who confirmed it. */
    public enum Source {
        FAILURE,
        FEEDBACK;

        public String columnValue() {
            return this == FAILURE ? "failure" : "feedback";
        }
    }

    /** The mode, or where none is named the component: what cases are told apart by. */
    public String what() {
        return mode.isEmpty() ? component : mode;
    }

    boolean isKnown(Instant asOf) {
        return !knownAt.isAfter(asOf) && !at.isAfter(asOf);
    }
}
