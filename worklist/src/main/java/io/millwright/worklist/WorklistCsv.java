package io.millwright.worklist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code worklist.csv}: RFC 4180 (comma, CRLF, quotes doubled), UTC, numbers with a point; an unknown value is an empty field.
 * Reasons are one field, separated by "; ", which none of them holds; a slot is an ISO 8601 interval.
 */
public final class WorklistCsv {

    public static final List<String> COLUMNS = List.of(
            "rank",
            "tier",
            "status",
            "site",
            "equipment_id",
            "component",
            "mode",
            "severity",
            "health",
            "p_fail",
            "horizon_h",
            "rul_low_h",
            "rul_median_h",
            "rul_high_h",
            "reasons",
            "action",
            "crew_hours",
            "parts",
            "parts_lead_h",
            "latest_start",
            "slot",
            "expected_saving",
            "as_of",
            "model_version");

    private WorklistCsv() {}

    /** The whole file, header first. */
    public static String text(List<WorklistRow> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", COLUMNS));
        rows.forEach(
                row -> lines.add(fields(row).stream().map(WorklistCsv::quoted).collect(Collectors.joining(","))));
        return String.join("\r\n", lines) + "\r\n";
    }

    private static List<String> fields(WorklistRow row) {
        return List.of(
                row.rank().isPresent() ? Integer.toString(row.rank().getAsInt()) : "",
                row.tier().text(),
                row.status().text(),
                row.site(),
                row.equipmentId(),
                row.component(),
                row.mode(),
                row.severity().text(),
                number(row.health(), 1),
                number(row.pFail(), 4),
                number(row.horizonHours(), 1),
                number(row.rulLowHours(), 1),
                number(row.rulMedianHours(), 1),
                number(row.rulHighHours(), 1),
                row.reasons().stream().map(reason -> reason.replace(';', ',')).collect(Collectors.joining("; ")),
                row.action(),
                number(row.crewHours(), 2),
                row.parts(),
                number(row.partsLeadHours(), 1),
                row.latestStart().map(Instant::toString).orElse(""),
                row.slot().map(slot -> slot.from() + "/" + slot.to()).orElse(""),
                number(row.expectedSaving(), 2),
                row.asOf().toString(),
                row.modelVersion());
    }

    /** As short as it can be said with so many decimals. */
    private static String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "";
        }
        String fixed = String.format(Locale.ROOT, "%." + decimals + "f", value);
        String shortest = fixed.replaceFirst("\\.?0+$", "");
        return shortest.equals("-0") ? "0" : shortest;
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
