package io.millwright.features.label;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one row.
 *
 * @param label 1, 0, or null where the row may not be used
 * @param reason why not, or that a finding decided or named what failed; null where what happened decided
 * @param failure the failure that makes the row positive; null otherwise
 * @param finding what decided where what happened could not; null otherwise
 */
public record FailureLabel(
        @Nullable Integer label,
        @Nullable Reason reason,
        @Nullable Failure failure,
        @Nullable Finding finding) {

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
        PREVENTIVE_REPLACEMENT,
        /** Labelled 1: somebody looked and found the damage, and nobody waited for the failure. */
        CONFIRMED_BY_FEEDBACK,
        /** Labelled 1 as it failed; of what mode is somebody's finding. */
        MODE_BY_FEEDBACK,
        /** Labelled 1 as it failed; which component did, and perhaps of what mode, is somebody's finding. */
        COMPONENT_BY_FEEDBACK,
        /** Labelled 0: a component was replaced, but somebody had looked and found nothing wrong. */
        CLEARED_BY_FEEDBACK
    }

    /** That made the row positive; empty where none, or where nobody said. */
    public SortedSet<String> components() {
        return failure == null ? named(finding == null ? null : finding.component()) : failure.components();
    }

    /** Likewise the failure modes. */
    public SortedSet<String> modes() {
        return failure == null ? named(finding == null ? null : finding.mode()) : failure.modes();
    }

    private static SortedSet<String> named(@Nullable String name) {
        return name == null ? new TreeSet<>() : new TreeSet<>(Set.of(name));
    }

    static FailureLabel positive(Failure failure) {
        return new FailureLabel(1, null, failure, null);
    }

    /** Of a failure the log says less of, or something else. */
    static FailureLabel named(Failure logged, Failure named) {
        Reason reason =
                named.components().equals(logged.components()) ? Reason.MODE_BY_FEEDBACK : Reason.COMPONENT_BY_FEEDBACK;
        return new FailureLabel(1, reason, named, null);
    }

    static FailureLabel negative() {
        return new FailureLabel(0, null, null, null);
    }

    static FailureLabel unlabelled(Reason reason) {
        return new FailureLabel(null, reason, null, null);
    }

    static FailureLabel confirmed(Finding finding) {
        return new FailureLabel(1, Reason.CONFIRMED_BY_FEEDBACK, null, finding);
    }

    static FailureLabel cleared() {
        return new FailureLabel(0, Reason.CLEARED_BY_FEEDBACK, null, null);
    }
}
