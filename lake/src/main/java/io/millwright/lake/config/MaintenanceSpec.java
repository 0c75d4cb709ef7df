package io.millwright.lake.config;

import java.time.Duration;
import java.util.List;

/**
 * How the maintenance log is read, and what to do about a failure to come.
 *
 * @param repairWindow R: rows in {@code (t, t + R]} after a failure or its repair are neither positive nor negative
 * @param actions by mode and severity; the first that matches is recommended
 */
public record MaintenanceSpec(Duration repairWindow, List<Action> actions) {

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
}
