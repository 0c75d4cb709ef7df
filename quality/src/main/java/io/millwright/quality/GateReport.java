package io.millwright.quality;

import io.millwright.lake.MillwrightException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the gate found, one result a rule.
 *
 * @param runId the run that checked
 */
public record GateReport(String runId, List<RuleResult> results) {

    public GateReport {
        results = List.copyOf(results);
    }

    /** Whether no gating rule failed. A rule that could not be run does not fail the gate; it is named. */
    public boolean passed() {
        return gateFailures().isEmpty();
    }

    public List<RuleResult> gateFailures() {
        return results.stream()
                .filter(result -> result.gating() && result.failed())
                .toList();
    }

    public List<RuleResult> warnings() {
        return results.stream()
                .filter(result -> !result.gating() && result.failed())
                .toList();
    }

    /** Rules Deequ cannot run, or that had nothing to judge. */
    public List<RuleResult> notRunnable() {
        return results.stream()
                .filter(result -> result.outcome() instanceof Outcome.NotRunnable)
                .toList();
    }

    public long count(String outcome) {
        return results.stream()
                .filter(result -> result.outcome().label().equals(outcome))
                .count();
    }

    /**
     * Stops the pipeline where a gating rule failed.
     *
     * @throws MillwrightException of category data: which rule, on which table, measured what, what to do
     */
    public void requirePassed() {
        if (passed()) {
            return;
        }
        String failures = gateFailures().stream().map(GateReport::line).collect(Collectors.joining("\n"));
        throw MillwrightException.data("the quality gate stopped the pipeline before features: "
                + gateFailures().size() + " of " + results.size() + " rules failed that must hold.\n" + failures
                + "\nMend the landing files and run ingest again, or change the rule in a file rules/<table>.dqdl beside"
                + " the pipeline file; every result is in the table quality_results.");
    }

    /** One line for a person: table, rule, what was measured. */
    static String line(RuleResult result) {
        String measured = result.metrics().isEmpty()
                ? ""
                : " [measured "
                        + result.metrics().values().stream()
                                .map(GateReport::figure)
                                .collect(Collectors.joining(", ")) + "]";
        return "  " + result.table() + ": " + result.rule() + ": "
                + result.outcome().message() + measured;
    }

    private static String figure(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** The text of {@code quality.json}. */
    public String json() {
        String rules = results.stream().map(GateReport::json).collect(Collectors.joining(",\n    "));
        return "{\n  \"run_id\": " + quoted(runId) + ",\n  \"gate\": " + quoted(passed() ? "passed" : "failed")
                + ",\n  \"counts\": {"
                + Stream.of("passed", "failed", "not_runnable")
                        .map(outcome -> quoted(outcome) + ": " + count(outcome))
                        .collect(Collectors.joining(", "))
                + "},\n  \"rules\": [\n    " + rules + "\n  ]\n}\n";
    }

    private static String json(RuleResult result) {
        String metrics = result.metrics().entrySet().stream()
                .filter(metric -> Double.isFinite(metric.getValue()))
                .map(GateReport::json)
                .collect(Collectors.joining(", "));
        return "{\"table\": " + quoted(result.table()) + ", \"rule\": " + quoted(result.rule()) + ", \"gate\": "
                + result.gating() + ", \"outcome\": " + quoted(result.outcome().label()) + ", \"message\": "
                + quoted(result.outcome().message()) + ", \"metrics\": {" + metrics + "}}";
    }

    private static String json(Map.Entry<String, Double> metric) {
        return quoted(metric.getKey()) + ": " + metric.getValue();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
