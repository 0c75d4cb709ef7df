package io.millwright.worklist;

import io.millwright.lake.config.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The list for a terminal: plain ASCII, at most 120 columns, what to do first on top. Times are UTC. */
public final class WorklistScreen {

    static final int WIDTH = 120;

    private static final String JOB = "%3s %-6s %-13s %-10s %-12s %4s %9s %-20s %-12s %-12s %8s";
    private static final String SITE = "%-16s %6s %11s %9s %12s %12s %14s %12s";
    private static final String INDENT = " ".repeat(11);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEE dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern(
                    "EEE yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final WorklistRules rules;

    private WorklistScreen(WorklistRules rules) {
        this.rules = rules;
    }

    /** At most {@code jobs} lines of ranked work and as many of each kind of other lines; the rest is counted. */
    public static String text(Worklist list, WorklistRules rules, int jobs) {
        return new WorklistScreen(rules).render(list, jobs);
    }

    /** The same of a fleet of which nothing is foretold: lines without figures, of so many machines that were looked at. */
    public static String unlabelled(Worklist list, WorklistRules rules, int machines, int lines) {
        return new WorklistScreen(rules).unlabelled(list, machines, lines);
    }

    private String unlabelled(Worklist list, int machines, int limit) {
        List<WorklistRow> unusual = withStatus(list, Status.UNUSUAL);
        List<String> lines = new ArrayList<>(List.of(
                "UNUSUAL MACHINES  " + when(list.asOf()) + "  " + unusual.size() + " of " + machines
                        + " machines that were looked at",
                "Each is held against what it did before; no failure is foretold, so no work is planned."));
        section("UNUSUAL", unusual, limit, lines);
        section("NO READINGS, SO NOT JUDGED", withStatus(list, Status.NO_READINGS), limit, lines);
        return text(lines);
    }

    private static String text(List<String> lines) {
        return lines.stream().map(WorklistScreen::cut).collect(Collectors.joining("\n")) + "\n";
    }

    private String render(Worklist list, int jobs) {
        List<String> lines = new ArrayList<>(heading(list));
        List<WorklistRow> planned = list.rows().stream()
                .filter(row -> row.rank().isPresent() && !row.leftUndone())
                .toList();
        if (!planned.isEmpty()) {
            lines.add("");
            lines.add(header());
            planned.stream().limit(jobs).forEach(row -> lines.addAll(job(row)));
            more(planned, jobs, lines);
        }
        section("LEFT UNDONE FOR LACK OF CREW HOURS", withUndone(list), jobs, lines);
        section("ALREADY PLANNED", withStatus(list, Status.ALREADY_PLANNED), jobs, lines);
        section("ALERTS NOT WORTH AN HOUR YET", notWorthIt(list), jobs, lines);
        section("CLEARED SINCE THE LAST LIST", withStatus(list, Status.CLEARED), jobs, lines);
        section("UNUSUAL, THOUGH NO FAILURE IS FORETOLD", withStatus(list, Status.UNUSUAL), jobs, lines);
        section("NO READINGS, SO NOT JUDGED", withStatus(list, Status.NO_READINGS), jobs, lines);
        lines.addAll(sites(list));
        return text(lines);
    }

    private List<String> heading(Worklist list) {
        String model = list.rows().stream()
                .map(WorklistRow::modelVersion)
                .filter(version -> !version.isEmpty())
                .findFirst()
                .map(version -> ", model " + version)
                .orElse("");
        String health = list.health().fleet().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", fleet health %.0f of 100",
                        list.health().fleet().getAsDouble())
                : "";
        String machines = list.health().machines().size() + " machines";
        long work = list.rows().stream().filter(row -> row.rank().isPresent()).count();
        long fresh = list.rows().stream()
                .filter(row -> row.rank().isPresent() && row.status() == Status.NEW)
                .count();
        String summary = work == 0
                ? "No machine needs work within the next " + length(rules.horizonHours()) + "."
                : work + (work == 1 ? " job, " : " jobs, ") + fresh + " new, "
                        + withUndone(list).size() + " left undone for lack of crew hours.";
        return List.of("WORK LIST  " + when(list.asOf()) + "  " + machines + health + model, summary);
    }

    private String header() {
        return String.format(
                JOB, "#", "TIER", "MACHINE", "COMPONENT", "FAULT", "RISK", "LASTS", "DO", "START", "LATEST", "SAVES");
    }

    private List<String> job(WorklistRow row) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                JOB,
                row.rank().isPresent() ? Integer.toString(row.rank().getAsInt()) : "",
                row.tier().text().toUpperCase(Locale.ROOT),
                fit(row.equipmentId(), 13),
                fit(row.component(), 10),
                fit(row.mode(), 12),
                percent(row.pFail()),
                lasts(row),
                fit(row.action(), 20),
                row.slot().map(slot -> shortTime(slot.from())).orElse("-"),
                row.latestStart().map(this::shortTime).orElse("-"),
                fit(money(row.expectedSaving()), 8)));
        String crew = String.format(
                Locale.ROOT,
                "%s, site %s: %s, %s crew h",
                row.status().text(),
                row.site(),
                row.action(),
                decimal(row.crewHours()));
        String parts = row.parts().isEmpty() ? "" : ", parts: " + row.parts() + delivery(row);
        lines.addAll(wrapped(crew + parts));
        row.reasons().forEach(reason -> lines.addAll(wrapped("- " + reason)));
        return lines;
    }

    /** When ordered parts come, and between when they will be needed: the interval of the remaining life. */
    private String delivery(WorklistRow row) {
        if (row.partsLeadHours() <= 0) {
            return "";
        }
        boolean known = !Double.isNaN(row.rulLowHours()) && !Double.isNaN(row.rulHighHours());
        String needed = known
                ? ", needed between " + length(row.rulLowHours()) + " and " + length(row.rulHighHours()) + " from now"
                : "";
        return " (here in " + length(row.partsLeadHours()) + needed + ")";
    }

    private void section(String title, List<WorklistRow> rows, int limit, List<String> lines) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title + " (" + rows.size() + ")");
        rows.stream().limit(limit).forEach(row -> lines.addAll(wrapped(line(row))));
        more(rows, limit, lines);
    }

    private String line(WorklistRow row) {
        String what = row.site() + " " + row.equipmentId() + (row.component().isEmpty() ? "" : " " + row.component());
        if (row.status() == Status.CLEARED) {
            return what + (Double.isNaN(row.pFail()) ? "" : ", now " + percent(row.pFail()));
        }
        if (row.status() == Status.NO_READINGS || row.status() == Status.UNUSUAL) {
            return what + ", " + String.join("; ", row.reasons());
        }
        String mode = row.mode().isEmpty() ? "" : ", " + row.mode();
        String saving =
                row.expectedSaving() > 0 ? ", saves " + money(row.expectedSaving()) + " " + rules.currency() : "";
        return what + mode + ", " + percent(row.pFail()) + ", " + row.action() + saving;
    }

    private static void more(List<WorklistRow> rows, int limit, List<String> lines) {
        if (rows.size() > limit) {
            lines.add(INDENT + "and " + (rows.size() - limit) + " more in worklist.csv");
        }
    }

    private List<String> sites(Worklist list) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(
                SITE, "SITE", "HEALTH", "CREW HOURS", "PLANNED", "SAVES", "AT MOST", "ONE MORE HOUR", "LEFT UNDONE"));
        for (SitePlan plan : list.sites()) {
            lines.add(String.format(
                    SITE,
                    fit(plan.site(), 16),
                    String.format(Locale.ROOT, "%.0f", plan.health()),
                    decimal(plan.crewHours()),
                    decimal(plan.plannedHours()),
                    money(plan.plannedSaving()),
                    money(plan.savingBound()),
                    money(plan.shadowPricePerHour()),
                    plan.undoneJobs() == 0 ? "-" : plan.undoneJobs() + ": " + money(plan.undoneSaving())));
        }
        lines.add("Amounts in " + rules.currency()
                + ", expected, against waiting for the failure; crew hours of the next " + rules.planningDays()
                + (rules.planningDays() == 1 ? " day." : " days."));
        return lines;
    }

    private static List<WorklistRow> withStatus(Worklist list, Status status) {
        return list.rows().stream().filter(row -> row.status() == status).toList();
    }

    private static List<WorklistRow> withUndone(Worklist list) {
        return list.rows().stream().filter(WorklistRow::leftUndone).toList();
    }

    private static List<WorklistRow> notWorthIt(Worklist list) {
        return list.rows().stream()
                .filter(row -> row.rank().isEmpty()
                        && row.status() != Status.ALREADY_PLANNED
                        && row.status() != Status.CLEARED
                        && row.status() != Status.UNUSUAL
                        && row.status() != Status.NO_READINGS)
                .toList();
    }

    private String when(Instant instant) {
        return rules.axis() == TimeAxis.CLOCK ? FULL.format(instant) : cycle(instant);
    }

    private String shortTime(Instant instant) {
        return rules.axis() == TimeAxis.CLOCK ? DAY_AND_TIME.format(instant) : cycle(instant);
    }

    private static String cycle(Instant instant) {
        return "cycle " + Duration.between(Instant.EPOCH, instant).toHours();
    }

    private String lasts(WorklistRow row) {
        if (Double.isNaN(row.rulLowHours()) || Double.isNaN(row.rulHighHours())) {
            return Double.isNaN(row.rulMedianHours()) ? "-" : "~" + length(row.rulMedianHours());
        }
        boolean days = rules.axis() == TimeAxis.CLOCK && row.rulHighHours() >= 96;
        double unit = days ? 24 : 1;
        return String.format(
                Locale.ROOT,
                "%.0f-%.0f%s",
                row.rulLowHours() / unit,
                row.rulHighHours() / unit,
                days ? "d" : rules.axis() == TimeAxis.CLOCK ? "h" : "c");
    }

    private String length(double hours) {
        return rules.axis() != TimeAxis.CLOCK
                ? decimal(hours) + " cycles"
                : hours >= 96 ? decimal(hours / 24) + " days" : decimal(hours) + " h";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f%%", 100 * share);
    }

    private static String money(double amount) {
        return String.format(Locale.ROOT, Math.abs(amount) >= 100 ? "%,.0f" : "%.2f", amount);
    }

    private static String decimal(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : Arrays.asList(text.split(" "))) {
            if (line.length() > INDENT.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT).append("  ");
            } else if (line.length() > INDENT.length()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String fit(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 2) + "..";
    }

    private static String cut(String line) {
        return fit(line.stripTrailing(), WIDTH);
    }
}
