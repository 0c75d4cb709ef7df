package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.Notice;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** Figures and notices arrive where those who watch look for them. */
class WatchTest {

    private static final Notice DRIFT = new Notice(
            Notice.Kind.FEATURES_DRIFTED,
            Notice.Severity.WARNING,
            "3 of 40 features drifted since 2025-03-01",
            "Farthest: vibration – bearing 2. See drift.json.",
            Map.of("features_drifted", "3"));

    private static final Notice GATE = new Notice(
            Notice.Kind.GATE_FAILED,
            Notice.Severity.CRITICAL,
            "the quality gate failed: 2 rules",
            "Mend them.",
            Map.of());

    private final Emulator emulator = Emulator.started();

    private AwsDoor door(String topic, String bus) {
        return AwsDoor.open(Specs.watched(emulator.address(), "Millwright", topic, bus));
    }

    @Test
    void people_get_a_readable_message_and_only_what_their_filter_lets_through() {
        Mailbox all = emulator.topic("{\"severity\": [\"info\", \"warning\", \"critical\"]}");
        Mailbox urgent = emulator.topic("{\"severity\": [\"critical\"]}");

        for (Mailbox mailbox : List.of(all, urgent)) {
            door(mailbox.address(), "unused").notifiers().stream().limit(1).forEach(notifier -> List.of(DRIFT, GATE)
                    .forEach(notifier::tell));
        }

        assertThat(all.letters()).hasSize(2).first().satisfies(letter -> {
            assertThat(letter.path("Subject").asText()).isEqualTo("Millwright: " + DRIFT.headline());
            assertThat(letter.path("Message").asText()).isEqualTo("""
                            3 of 40 features drifted since 2025-03-01

                            Farthest: vibration – bearing 2. See drift.json.

                            features drifted: 3
                            """);
        });
        assertThat(urgent.letters()).singleElement().satisfies(letter -> assertThat(
                        letter.at("/MessageAttributes/kind/Value").asText())
                .isEqualTo("gate_failed"));
    }

    @Test
    void programs_get_an_event_with_the_facts() {
        Mailbox bus = emulator.bus();

        door("unused", bus.address()).notifiers().get(1).tell(DRIFT);

        JsonNode event = bus.letters().get(0);
        assertThat(event.path("source").asText()).isEqualTo("millwright");
        assertThat(event.path("detail-type").asText()).isEqualTo("Features drifted");
        assertThat(event.at("/detail/features_drifted").asText()).isEqualTo("3");
        assertThat(event.at("/detail/severity").asText()).isEqualTo("warning");
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_an_event() {
        try (BrokenLine line = new BrokenLine(emulator.address());
                AwsDoor door = AwsDoor.open(Specs.watched(
                        line.address(), "Millwright", "unused", emulator.bus().address()))) {
            door.notifiers().get(1).tell(DRIFT);

            assertThat(line.arrived("PutEvents")).singleElement().satisfies(request -> assertThat(
                            Emulator.violations("events", "PutEvents", request))
                    .isEmpty());
        }
    }

    @Test
    void figures_become_metrics_however_many_there_are() {
        String namespace = Emulator.fresh("Millwright");
        List<Figure> many = IntStream.range(0, 1_001)
                .mapToObj(i -> Figure.count("rows_" + i, i))
                .toList();
        AwsDoor door = AwsDoor.open(Specs.watched(emulator.address(), namespace, "unused", "unused"));

        door.metrics()
                .orElseThrow()
                .publish(List.of(Figure.seconds("seconds", 12.5).of("job", "ingest")));
        door.metrics().orElseThrow().publish(many);

        List<Metric> metrics =
                emulator.cloudWatch().listMetricsPaginator(request -> request.namespace(namespace)).metrics().stream()
                        .toList();
        assertThat(metrics).hasSize(1_002).anySatisfy(metric -> {
            assertThat(metric.metricName()).isEqualTo("seconds");
            assertThat(metric.dimensions())
                    .containsExactly(
                            Dimension.builder().name("job").value("ingest").build());
        });
    }

    @Test
    void a_topic_that_is_not_there_is_named() {
        String topic = "arn:aws:sns:eu-central-1:123456789012:nobody";

        assertThatThrownBy(() -> door(topic, "unused").notifiers().get(0).tell(GATE))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("sns:Publish")
                .hasMessageContaining(topic);
    }
}
