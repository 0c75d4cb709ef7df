package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** Jobs of the command line tell those who watch, on an AWS of this machine, and mind nobody else. */
class WatchedRunTest {

    private static final int DATA = 3;

    private final Emulator emulator = Emulator.started();
    private final String namespace = Emulator.fresh("Millwright");
    private final Mailbox urgent = emulator.topic("{\"severity\": [\"critical\"]}");
    private final Mailbox bus = emulator.bus();

    @TempDir
    private Path folder;

    private Path landing;

    @BeforeEach
    void write_a_good_fleet() throws IOException {
        landing = Files.createDirectory(folder.resolve("landing"));
        TinyFleet.write(landing);
    }

    private Path watched(String topic) throws IOException {
        return Files.writeString(
                folder.resolve("pipeline.yaml"),
                TinyFleet.yaml(landing) + """
                aws:
                  endpoint: %s
                  metrics: {namespace: %s}
                  notifications: {topic: "%s"}
                  events: {bus: %s}
                """.formatted(emulator.address(), namespace, topic, bus.address()));
    }

    private int run(Screen screen, Path pipelineFile, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(
                "--config",
                pipelineFile.toString(),
                "--out",
                folder.resolve("out").toString()));
        return screen.run(words.toArray(new String[0]));
    }

    @Test
    void figures_of_a_job_and_a_failed_gate_reach_those_who_watch() throws IOException {
        Path pipelineFile = watched(urgent.address());
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/series.dqdl"), "Rules = [\n    # gate\n    RowCount > 1000000000\n]\n");
        Screen screen = new Screen();

        int ingested = run(screen, pipelineFile, "ingest");
        int checked = run(screen, pipelineFile, "check");

        assertThat(ingested).as(screen.err()).isZero();
        assertThat(checked).isEqualTo(DATA);
        assertThat(screen.out()).contains("not judged: components, conditions");
        assertThat(Json.read(folder.resolve("out/check.json"))
                        .orElseThrow()
                        .path("gate")
                        .asText())
                .isEqualTo("failed");
        assertThat(metricNames())
                .contains(
                        "rows_in",
                        "rows_clean",
                        "rows_quarantined",
                        "records_missed",
                        "seconds",
                        "rules_failed",
                        "gate_failures");
        List<JsonNode> letters = urgent.letters();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).path("Message").asText()).contains("RowCount > 1000000000", "run id: ");
        List<JsonNode> events = bus.letters();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("detail-type").asText()).isEqualTo("Gate failed");
        assertThat(events.get(0).at("/detail/tables").asText()).isEqualTo("series");
        assertThat(events.get(0).at("/detail/pipeline_file").asText()).isEqualTo(pipelineFile.toString());
        assertThat(events.get(0).at("/detail/results").asText())
                .isEqualTo(folder.resolve("out").toString());
    }

    @Test
    void a_topic_that_is_not_there_is_said_and_changes_neither_result_nor_exit_code() throws IOException {
        Path pipelineFile = watched("arn:aws:sns:eu-central-1:123456789012:nobody");
        Screen screen = new Screen();

        int ingested = run(screen, pipelineFile, "ingest");
        Files.writeString(landing.resolve("telemetry.csv"), "");
        int failed = run(screen, pipelineFile, "ingest");

        assertThat(ingested).as(screen.err()).isZero();
        assertThat(failed).isEqualTo(DATA);
        assertThat(screen.err())
                .contains("a notice could not be sent: sns:Publish on arn:aws:sns")
                .contains("telemetry.csv");
        assertThat(bus.letters()).singleElement().satisfies(event -> assertThat(
                        event.path("detail-type").asText())
                .isEqualTo("Job failed"));
    }

    @Test
    void a_model_promoted_by_hand_is_told_to_people_and_programs_and_a_refused_one_is_not() throws IOException {
        Mailbox people = emulator.topic("{\"kind\": [\"model_promoted\"]}");
        Path pipelineFile = watched(people.address());
        MaintainCommandTest.register(
                folder, "robust_z", Map.of("failure/t/policy.json", "{}".getBytes(StandardCharsets.UTF_8)));
        Screen screen = new Screen();

        int refused = run(screen, pipelineFile, "models", "promote", "1", "--reason", "too early");
        int approved = run(screen, pipelineFile, "models", "approve", "1", "--reason", "checked");
        int promoted = run(screen, pipelineFile, "models", "promote", "1", "--reason", "back to last month's");

        assertThat(List.of(refused, approved, promoted)).as(screen.err()).containsExactly(2, 0, 0);
        assertThat(people.letters()).singleElement().satisfies(letter -> assertThat(
                        letter.path("Message").asText())
                .contains("model version 1 (robust_z) is champion now", "by hand: back to last month's."));
        assertThat(bus.letters()).singleElement().satisfies(event -> {
            assertThat(event.path("detail-type").asText()).isEqualTo("Model promoted");
            assertThat(event.at("/detail/model_version").asText()).isEqualTo("1");
            assertThat(event.at("/detail/candidate").asText()).isEqualTo("robust_z");
            assertThat(event.at("/detail/severity").asText()).isEqualTo("info");
        });
    }

    private List<String> metricNames() {
        return emulator.cloudWatch().listMetrics(request -> request.namespace(namespace)).metrics().stream()
                .map(Metric::metricName)
                .toList();
    }
}
