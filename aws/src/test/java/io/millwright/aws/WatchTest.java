package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.sns.SnsClient;

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

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What a client sends: neither service is asked in JSON, so the request is caught before it is written out. */
    private final class Sent implements ExecutionInterceptor {

        private final List<SdkRequest> requests = new ArrayList<>();

        @Override
        public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
            requests.add(context.request());
        }

        <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> void of(B builder) {
            builder.endpointOverride(emulator.address())
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .overrideConfiguration(settings -> settings.addExecutionInterceptor(this));
        }

        /** The one request, in the words of the API. */
        String only() throws IOException {
            assertThat(requests).hasSize(1);
            return MAPPER.writeValueAsString(ShownRequest.of(requests.get(0)));
        }
    }

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
    void the_description_of_the_api_finds_nothing_wrong_with_figures() throws IOException {
        Sent sent = new Sent();
        CloudWatchMetrics metrics = new CloudWatchMetrics(
                CloudWatchClient.builder().applyMutation(sent::of).build(), Emulator.fresh("Millwright/dev"));

        metrics.publish(List.of(
                Figure.seconds("seconds", 12.5).of("job", "ingest"),
                Figure.count("rows_in", 3).of("job", "ingest"),
                Figure.number("average_precision", 0.9).of("target", "fails_within_2d")));

        assertThat(Emulator.violations("cloudwatch", "PutMetricData", sent.only()))
                .isEmpty();
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_a_message_and_its_subject_is_what_sns_takes()
            throws IOException {
        Sent sent = new Sent();
        String topic = emulator.topic("{}").address();
        Notice longest = new Notice(
                Notice.Kind.GATE_FAILED, Notice.Severity.CRITICAL, "Prüfung\n".repeat(40), "Mend them.", Map.of());

        new SnsNotifier(SnsClient.builder().applyMutation(sent::of).build(), topic).tell(longest);

        assertThat(Emulator.violations("sns", "Publish", sent.only())).isEmpty();
        assertThat(MAPPER.readTree(sent.only()).path("Subject").asText()).matches("[!-~][ -~]{0,98}");
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
