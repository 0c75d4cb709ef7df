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

    /** @param unread files in landing of which nothing is said, since they are not ingested yet */
    void print(Rewrites rewrites, long unread) {
        console.line("");
        console.line(
                "Written again as corrected (tiles and the tables features_..._corrected), from what is ingested now");
        lines(rewrites, unread).forEach(line -> console.line("  " + line));
    }

    static List<String> lines(Rewrites rewrites, long unread) {
        List<String> lines = new ArrayList<>(
                rewrites.everything().isEmpty() ? lines(rewrites) : List.of("everything: " + rewrites.everything()));
        if (unread > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d landing files of readings or waveforms have not been ingested by this pipeline file as they are now; run"
                            + " ingest, then plan again, to see what they touch",
                    unread));
        }
        return lines;
    }

    private static List<String> lines(Rewrites rewrites) {
        List<String> lines = new ArrayList<>();
        if (rewrites.from().isBefore(rewrites.to())) {
            lines.add("all machines: rows in (" + rewrites.from() + ", " + rewrites.to()
                    + "], the end of the data moved");
        }
        for (Rewrites.Machine machine : rewrites.machines()
                .subList(0, Math.min(MOST_MACHINES, rewrites.machines().size()))) {
            lines.add(machine.equipmentId() + ": " + why(machine) + rows("rows in ", machine.rows())
                    + (machine.otherRows().equals(machine.rows())
                            ? ""
                            : rows("rows of all groups but the time domain in ", machine.otherRows())));
        }
        if (rewrites.machines().size() > MOST_MACHINES) {
            lines.add("and " + (rewrites.machines().size() - MOST_MACHINES) + " more machines");
        }
        if (!rewrites.machines().isEmpty()) {
            lines.add("peers and roll-ups, where there are any: rows of all machines at these moments");
        }
        return lines.isEmpty()
                ? List.of("nothing: of what is ingested no reading or record came late, was corrected or withdrawn")
                : lines;
    }

    private static String rows(String what, List<Rewrites.Rows> rows) {
        return rows.isEmpty()
                ? ""
                : rows.stream()
                        .map(stretch -> "(" + stretch.after() + ", " + stretch.to() + "]")
                        .collect(Collectors.joining(", ", "; " + what, ""));
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
        if (machine.records() > 0) {
            String records =
                    String.format(Locale.ROOT, "%,d records came, were changed or withdrawn", machine.records());
            return why.isEmpty() ? records : "tiles " + String.join(", ", why) + ", " + records;
        }
        return "tiles " + String.join(", ", why);
    }

    private static void add(List<String> why, int tiles, String what) {
        if (tiles > 0) {
            why.add(String.format(Locale.ROOT, "%,d %s", tiles, what));
        }
    }
}
