package io.millwright.lake.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the maintenance log is read, and what to do about a failure to come.
 *
 * @param repairWindow R: rows in {@code (t, t + R]} after a failure or its repair are neither positive nor negative
 * @param actions by mode and severity; the first that matches is recommended
 * @param severity how bad a failure of the log was; empty where nobody says, and then no model of it is trained
 * @param findingsCorrectLog what somebody found at a failure goes before what the log says failed; else it says so only where the log
 *     does not
 */
public record MaintenanceSpec(
        Duration repairWindow, List<Action> actions, Optional<Grading> severity, boolean findingsCorrectLog) {

    public MaintenanceSpec {
        actions = List.copyOf(actions);
    }

    /**
     * One row of the action table, owned by maintenance.
     *
     * @param mode failure mode, or {@code *}
     * @param severity {@code low}, {@code medium}, {@code high}, or {@code *}
     * @param effectiveness share of failures of this mode the action prevents, in [0, 1]
     */
    public record Action(
            String mode,
            String severity,
            String action,
            String parts,
            double partsLeadHours,
            double crewHours,
            double effectiveness) {}

    /**
     * Where a failure's severity is written down. It is known only after the failure: an answer, never a feature.
     *
     * @param medium at or above it a failure is medium; NaN where the log says it in words
     * @param high at or above it a failure is high; NaN likewise
     */
    public record Grading(By by, double medium, double high) {

        public Grading {
            if (by != By.CODE && !(medium < high)) {
                throw new IllegalArgumentException("high must be above medium, got " + high + " and " + medium);
            }
        }

        public Severity level(double amount) {
            return amount >= high ? Severity.HIGH : amount >= medium ? Severity.MEDIUM : Severity.LOW;
        }
    }

    /** What a failure is graded by. */
    public enum By {
        /** The failure's own code, which says low, medium or high. */
        CODE,
        /** Hours of downtime of the order that repaired it. */
        DOWNTIME_H,
        /** Cost of the order that repaired it, in the currency of the orders. */
        COST;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
