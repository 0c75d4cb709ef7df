package io.millwright.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run has finished, so that the same command after a kill goes on where it stopped. A finished stage counts only
 * while what goes in is the same, the tables it wrote are at the versions it left and its files are there; the ledger of a
 * run that ended is removed, so a rerun does everything again.
 */
final class RunLedger {

    /**
     * A stage that is done.
     *
     * @param versions of the tables this stage wrote
     * @param files in the output folder it wrote
     */
    record Done(String stage, double seconds, String did, Map<String, Long> versions, List<String> files) {

        Done {
            files = List.copyOf(files);
        }

        boolean filesAreIn(Path out) {
            return files.stream().allMatch(file -> Files.exists(out.resolve(file)));
        }
    }

    private final Path file;
    private final String signature;
    private final List<Done> done = new ArrayList<>();

    private RunLedger(Path file, String signature) {
        this.file = file;
        this.signature = signature;
    }

    /**
     * Opens the ledger of a run, empty where there is none or where it was kept for other input.
     *
     * @param signature of everything outside the lake that the run depends on
     */
    static RunLedger open(Path out, String runId, String signature) throws IOException {
        RunLedger ledger = new RunLedger(out.resolve(".runs").resolve(runId + ".json"), signature);
        Optional<JsonNode> kept = Json.read(ledger.file);
        if (kept.isPresent() && kept.get().path("signature").asText().equals(signature)) {
            kept.get().path("done").forEach(stage -> ledger.done.add(read(stage)));
        }
        return ledger;
    }

    /** The part of a signature that says what is asked for: a name may be given to a run of another interval or of other stages. */
    static String meaning(Optional<Interval> interval, List<Stage> stages) {
        return interval.map(span -> span.from() + "/" + span.to()).orElse("all")
                + ' '
                + stages.stream().map(Stage::name).collect(Collectors.joining(","))
                + '\n';
    }

    private static Done read(JsonNode stage) {
        Map<String, Long> versions = new TreeMap<>();
        stage.path("versions")
                .fields()
                .forEachRemaining(
                        table -> versions.put(table.getKey(), table.getValue().asLong()));
        List<String> files = new ArrayList<>();
        stage.path("files").forEach(file -> files.add(file.asText()));
        return new Done(
                stage.path("stage").asText(),
                stage.path("seconds").asDouble(),
                stage.path("did").asText(),
                versions,
                files);
    }

    /** The stages, from the first on, that need not run again. Forgets the others. */
    List<Done> stillTrue(TableVersions now, Path out) {
        int valid = 0;
        while (valid < done.size()
                && done.get(valid).filesAreIn(out)
                && now.all().entrySet().containsAll(lastWritten(valid).entrySet())) {
            valid++;
        }
        done.subList(valid, done.size()).clear();
        return List.copyOf(done);
    }

    /** Versions this stage left that no later finished stage replaced. */
    private Map<String, Long> lastWritten(int stage) {
        Map<String, Long> versions = new TreeMap<>(done.get(stage).versions());
        done.subList(stage + 1, done.size())
                .forEach(later -> versions.keySet().removeAll(later.versions().keySet()));
        return versions;
    }

    void finished(Done stage) throws IOException {
        done.add(stage);
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("signature", signature);
        var stages = root.putArray("done");
        for (Done entry : done) {
            ObjectNode node = stages.addObject()
                    .put("stage", entry.stage())
                    .put("seconds", entry.seconds())
                    .put("did", entry.did());
            ObjectNode versions = node.putObject("versions");
            entry.versions().forEach(versions::put);
            var files = node.putArray("files");
            entry.files().forEach(files::add);
        }
        Json.write(file, root);
    }

    void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
