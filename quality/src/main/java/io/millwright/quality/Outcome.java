package io.millwright.quality;

import java.util.Locale;

/** What became of one rule. Three cases, because a rule that was not run has neither passed nor failed. */
public sealed interface Outcome {

    /** It held. */
    record Passed() implements Outcome {}

    /**
     * It did not hold, or Deequ broke off at it.
     *
     * @param reason what was measured against what was asked, or where Deequ stopped
     */
    record Failed(String reason) implements Outcome {}

    /**
     * It was not run, and says nothing about the table.
     *
     * @param reason Deequ has no such rule, the rule reads the clock, or there are no rows
     */
    record NotRunnable(String reason) implements Outcome {}

    /** The name in tables and reports: {@code passed}, {@code failed} or {@code not_runnable}. */
    default String label() {
        return this instanceof NotRunnable
                ? "not_runnable"
                : getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The reason, empty where it passed. */
    default String message() {
        if (this instanceof Failed failed) {
            return failed.reason();
        }
        return this instanceof NotRunnable notRun ? notRun.reason() : "";
    }
}
