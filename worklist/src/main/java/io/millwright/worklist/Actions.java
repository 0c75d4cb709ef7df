package io.millwright.worklist;

import io.millwright.lake.config.MaintenanceSpec.Action;
import io.millwright.lake.config.Severity;
import java.util.List;

/** The table that maintenance owns: what to do about a mode at a severity. */
record Actions(List<Action> table) {

    /** What is done about a mode the table does not know: look, which prevents half. */
    static final Action INSPECT = new Action("*", "*", "inspect", "", 0, 2, 0.5);

    Actions {
        table = List.copyOf(table);
    }

    /** The first row that matches; a {@code *} matches everything. */
    Action recommended(String mode, Severity severity) {
        return table.stream()
                .filter(action -> matches(action.mode(), mode) && matches(action.severity(), severity.text()))
                .findFirst()
                .orElse(INSPECT);
    }

    private static boolean matches(String pattern, String value) {
        return pattern.equals("*") || pattern.equalsIgnoreCase(value);
    }
}
