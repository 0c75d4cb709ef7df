package io.millwright.pipeline;

import io.millwright.features.Rewrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which tiles and rows of what is known now the next feature job writes again, and why. */
final class RewriteScreen {

    private static final int MOST_MACHINES = 50;

    private final Console console;

    RewriteScreen(Console console) {
        this.console = console;
    }

    void print(Rewrites rewrites) {
        console.line("");
        console.line("Written again as corrected (tiles, features_time_domain_corrected), from what is ingested now");
        if (!rewrites.everything().isEmpty()) {
            console.line("  everything: " + rewrites.everything());
            return;
        }
        lines(rewrites).forEach(line -> console.line("  " + line));
    }

    static List<String> lines(Rewrites rewrites) {
        List<String> lines = new ArrayList<>();
        if (rewrites.from().isBefore(rewrites.to())) {
            lines.add("all machines: rows in (" + rewrites.from() + ", " + rewrites.to()
                    + "], the end of the data moved");
        }
        for (Rewrites.Machine machine : rewrites.machines()
                .subList(0, Math.min(MOST_MACHINES, rewrites.machines().size()))) {
            lines.add(machine.equipmentId() + ": tiles " + why(machine) + "; rows in "
                    + machine.rows().stream()
                            .map(rows -> "(" + rows.after() + ", " + rows.to() + "]")
                            .collect(Collectors.joining(", ")));
        }
        if (rewrites.machines().size() > MOST_MACHINES) {
            lines.add("and " + (rewrites.machines().size() - MOST_MACHINES) + " more machines");
        }
        return lines.isEmpty() ? List.of("nothing: no reading came late, was corrected or withdrawn") : lines;
    }

    private static String why(Rewrites.Machine machine) {
        List<String> why = new ArrayList<>();
        add(why, machine.late(), "came late");
        add(why, machine.added(), "are new");
        add(why, machine.changed(), "hold other readings");
        add(why, machine.withdrawn(), "are withdrawn");
        if (machine.isRatedAnew()) {
            why.add("are as they were, the rated range is another");
        }
        return String.join(", ", why);
    }

    private static void add(List<String> why, int tiles, String what) {
        if (tiles > 0) {
            why.add(String.format(Locale.ROOT, "%,d %s", tiles, what));
        }
    }
}
