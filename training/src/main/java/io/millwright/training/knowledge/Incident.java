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
 * @param action what the finder did; empty text where nobody said
 */
public record Incident(
        String equipmentId, String component, String mode, Instant at, Instant knownAt, Source source, String action) {

    /** Oldest first. */
    static final Comparator<Incident> IN_TIME = Comparator.comparing(Incident::at)
            .thenComparing(Incident::equipmentId)
            .thenComparing(Incident::source)
            .thenComparing(Incident::component)
            .thenComparing(Incident::mode);

    /** In the order in which they were written down. */
    static final Comparator<Incident> WRITTEN =
            Comparator.comparing(Incident::knownAt).thenComparing(IN_TIME).thenComparing(Incident::action);

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

    /** Whether anybody says what it was. */
    boolean isNamed() {
        return !what().isEmpty();
    }

    /** Whether a finding names another component or another mode. */
    boolean isContradicted(Incident finding) {
        return differs(component, finding.component) || differs(mode, finding.mode);
    }

    private static boolean differs(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }

    boolean isKnown(Instant asOf) {
        return !knownAt.isAfter(asOf) && !at.isAfter(asOf);
    }
}
