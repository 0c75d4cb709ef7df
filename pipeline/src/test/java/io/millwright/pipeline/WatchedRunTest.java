package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private int run(Screen screen, String job, Path pipelineFile) {
        return screen.run(
                job,
                "--config",
                pipelineFile.toString(),
                "--out",
                folder.resolve("out").toString());
    }

    @Test
    void figures_of_a_job_and_a_failed_gate_reach_those_who_watch() throws IOException {
        Path pipelineFile = watched(urgent.address());
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/series.dqdl"), "Rules = [\n    # gate\n    RowCount > 1000000000\n]\n");
        Screen screen = new Screen();

        int ingested = run(screen, "ingest", pipelineFile);
        int checked = run(screen, "check", pipelineFile);

        assertThat(ingested).as(screen.err()).isZero();
        assertThat(checked).isEqualTo(DATA);
        assertThat(metricNames())
                .contains("rows_in", "rows_clean", "rows_quarantined", "seconds", "rules_failed", "gate_failures");
        List<JsonNode> letters = urgent.letters();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).path("Message").asText()).contains("RowCount > 1000000000", "run id: ");
        List<JsonNode> events = bus.letters();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("detail-type").asText()).isEqualTo("Gate failed");
        assertThat(events.get(0).at("/detail/tables").asText()).isEqualTo("series");
    }

    @Test
    void a_topic_that_is_not_there_is_said_and_changes_neither_result_nor_exit_code() throws IOException {
        Path pipelineFile = watched("arn:aws:sns:eu-central-1:123456789012:nobody");
        Screen screen = new Screen();

        int ingested = run(screen, "ingest", pipelineFile);
        Files.writeString(landing.resolve("telemetry.csv"), "");
        int failed = run(screen, "ingest", pipelineFile);

        assertThat(ingested).as(screen.err()).isZero();
        assertThat(failed).isEqualTo(DATA);
        assertThat(screen.err())
                .contains("a notice could not be sent: sns:Publish on arn:aws:sns")
                .contains("telemetry.csv");
        assertThat(bus.letters()).singleElement().satisfies(event -> assertThat(
                        event.path("detail-type").asText())
                .isEqualTo("Job failed"));
    }

    private List<String> metricNames() {
        return emulator.cloudWatch().listMetrics(request -> request.namespace(namespace)).metrics().stream()
                .map(Metric::metricName)
                .toList();
    }
}
