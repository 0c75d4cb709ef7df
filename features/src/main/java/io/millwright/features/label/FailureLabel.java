package io.millwright.features.label;

import org.jspecify.annotations.Nullable;

/**
 * The answer for one row.
 *
 * @param label 1, 0, or null where the row may not be used
 * @param reason why not; null where labelled
 * @param failure the failure that makes the row positive; null otherwise
 */
public record FailureLabel(
        @Nullable Integer label,
        @Nullable Reason reason,
        @Nullable Failure failure) {

    /** Why a row is unlabelled, in the order in which they are looked for. */
    public enum Reason {
        /** The machine fails at this very moment. */
        AT_FAILURE,
        /** A failure comes sooner than the minimum lead: too late to be a warning, too true to be a negative. */
        INSIDE_MINIMUM_LEAD,
        /** The machine is being repaired, or was a moment ago. */
        REPAIR_WINDOW,
        /** The horizon is not observed to its end. */
        END_OF_DATA,
        /** A component was replaced before it could fail. */
        PREVENTIVE_REPLACEMENT
    }

    static FailureLabel positive(Failure failure) {
        return new FailureLabel(1, null, failure);
    }

    static FailureLabel negative() {
        return new FailureLabel(0, null, null);
    }

    static FailureLabel unlabelled(Reason reason) {
        return new FailureLabel(null, reason, null);
    }
}
