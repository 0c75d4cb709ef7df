package io.millwright.pipeline.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.training.TrainedRun;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of an audit, one entry a test of the list L1 to L20.
 *
 * @param configHash of the pipeline file it went by
 * @param trained the newest training of the lake, whose models it is about; empty where there is none
 */
public record AuditReport(String configHash, Optional<TrainedRun> trained, List<Entry> entries, double seconds) {

    public AuditReport {
        entries = List.copyOf(entries);
    }

    /**
     * One test.
     *
     * @param id for example {@code L1}
     * @param question what was asked
     * @param caught what it found when that was planted
     */
    public record Entry(String id, String question, PlantedLeak caught, AuditOutcome outcome) {}

    /** Whether no test failed. A test that was not applicable does not fail the audit; it is named. */
    public boolean passed() {
        return entries.stream().noneMatch(entry -> entry.outcome() instanceof AuditOutcome.Failed);
    }

    /** Machines times moments over all tests. */
    public int cuts() {
        return entries.stream().mapToInt(entry -> entry.outcome().cutsMade()).sum();
    }

    /** One line for the end of the job. */
    public String summary() {
        return (passed() ? "no leak found: " : "LEAK FOUND: ")
                + entries.stream()
                        .map(entry -> entry.id() + " " + entry.outcome().label())
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, "; %,d cuts in %.0f s", cuts(), seconds);
    }

    /** The text of {@code audit.txt}. */
    public String table() {
        return entries.stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%-4s %-15s %s%n     %s%n     %s%n",
                        entry.id(),
                        entry.outcome().label(),
                        entry.question(),
                        entry.outcome().text(),
                        entry.caught().text()))
                .collect(Collectors.joining("", summary() + "\n\n", ""));
    }

    /** The text of {@code audit.json}. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("status", passed() ? "passed" : "failed");
        root.put("run_id", trained.map(TrainedRun::runId).orElse(null));
        root.put("training", trained.map(TrainedRun::key).orElse(null));
        root.put("config_hash", configHash);
        root.put("cuts", cuts());
        root.put("seconds", seconds);
        ArrayNode tests = root.putArray("tests");
        for (Entry entry : entries) {
            tests.addObject()
                    .put("id", entry.id())
                    .put("question", entry.question())
                    .put("status", entry.outcome().label())
                    .put("cuts", entry.outcome().cutsMade())
                    .put("evidence", entry.outcome().text())
                    .put("caught", entry.caught().leak())
                    .put("caught_by", entry.caught().test());
        }
        return root.toPrettyString() + "\n";
    }
}
