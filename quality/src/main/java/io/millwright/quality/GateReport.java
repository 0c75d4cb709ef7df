package io.millwright.quality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.MillwrightException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the gate found, one result a rule.
 *
 * @param runId the run that checked
 */
public record GateReport(String runId, List<RuleResult> results) {

    /** Rules that failed without stopping a person is told of one by one. */
    private static final int NAMED = 10;

    public GateReport {
        results = List.copyOf(results);
    }

    /** Whether no gating rule failed. A rule that is not runnable does not fail the gate, see {@link Outcome.NotRunnable}; it is named. */
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

    /**
     * What a person must see of a gate that passed, a line each: rules that failed without stopping, at most ten of them by name, and
     * every rule that was not run, tables of which nothing was judged together.
     */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        warnings().stream()
                .limit(NAMED)
                .forEach(result ->
                        remarks.add("failed without stopping: " + line(result).strip()));
        if (warnings().size() > NAMED) {
            remarks.add((warnings().size() - NAMED) + " more failed without stopping");
        }
        Map<String, TreeSet<String>> tablesByReason = new TreeMap<>();
        for (RuleResult result : notRunnable()) {
            if (isUnjudged(result.table())) {
                tablesByReason
                        .computeIfAbsent(result.outcome().message(), any -> new TreeSet<>())
                        .add(result.table());
            } else {
                remarks.add("not judged: " + line(result).strip());
            }
        }
        tablesByReason.forEach(
                (reason, tables) -> remarks.add("not judged: " + String.join(", ", tables) + ": " + reason));
        return List.copyOf(remarks);
    }

    /** Whether no rule of a table was run, but for those about the number of its rows. */
    private boolean isUnjudged(String table) {
        List<RuleResult> others = results.stream()
                .filter(result -> result.table().equals(table) && !result.rule().startsWith("RowCount"))
                .toList();
        return others.stream().allMatch(result -> result.outcome() instanceof Outcome.NotRunnable)
                && others.stream()
                                .map(result -> result.outcome().message())
                                .distinct()
                                .count()
                        == 1;
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
                + " the pipeline file; every result is in check.json and in the table quality_results.");
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

    /** What {@code check.json} says. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("run_id", runId).put("gate", passed() ? "passed" : "failed");
        ObjectNode counts = node.putObject("counts");
        Stream.of("passed", "failed", "not_runnable").forEach(outcome -> counts.put(outcome, count(outcome)));
        ArrayNode rules = node.putArray("rules");
        results.forEach(result -> rules.add(json(result)));
        return node;
    }

    private static ObjectNode json(RuleResult result) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("table", result.table())
                .put("rule", result.rule())
                .put("gate", result.gating())
                .put("outcome", result.outcome().label())
                .put("message", result.outcome().message());
        ObjectNode metrics = node.putObject("metrics");
        result.metrics().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                metrics.put(name, value);
            }
        });
        return node;
    }
}
