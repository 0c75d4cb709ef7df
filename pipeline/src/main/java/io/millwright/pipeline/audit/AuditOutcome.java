package io.millwright.pipeline.audit;

import java.util.List;
import java.util.Locale;

/** What became of one test of the audit. */
public sealed interface AuditOutcome {

    /**
     * No leak was found.
     *
     * @param cuts machines times moments looked at; 0 for a test that has none
     */
    record Passed(int cuts, String evidence) implements AuditOutcome {}

    /**
     * Something knows the future.
     *
     * @param evidence the first places found, with the values
     */
    record Failed(int cuts, String evidence) implements AuditOutcome {

        private static final int NAMED = 3;

        /** Names the first few of what was found. */
        Failed(int cuts, List<String> found) {
            this(cuts, String.join("; ", found.subList(0, Math.min(NAMED, found.size()))));
        }
    }

    /** There was nothing to test. */
    record NotApplicable(String reason) implements AuditOutcome {}

    /** {@code passed}, {@code failed} or {@code not applicable}. */
    default String label() {
        return this instanceof NotApplicable
                ? "not applicable"
                : getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Evidence or reason. */
    default String text() {
        if (this instanceof Passed passed) {
            return passed.evidence();
        }
        if (this instanceof Failed failed) {
            return failed.evidence();
        }
        return this instanceof NotApplicable none ? none.reason() : "";
    }

    /** Machines times moments looked at. */
    default int cutsMade() {
        if (this instanceof Passed passed) {
            return passed.cuts();
        }
        return this instanceof Failed failed ? failed.cuts() : 0;
    }
}
