package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.training.registry.ModelOrigin;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentMetricSummary;

/** The tries of a search on an AWS of this machine. */
class ExperimentsTest {

    private static final Instant AT = Instant.parse("2026-11-29T06:00:00Z");

    private final Emulator emulator = Emulator.started();
    private final String group = Emulator.fresh("pumps");
    private final RegisteredModel model = new RegisteredModel(
            group,
            "3",
            LineageTest.model().arn(),
            group + "-0123456789ab",
            LineageTest.model().manifest(),
            LineageTest.model().uri(),
            LineageTest.model().manifestUri());

    private static Experiments experiments(URI endpoint) {
        AwsClients clients = AwsClients.of(Specs.registry(endpoint, "pumps", "models"));
        return new Experiments(clients.sageMaker(), clients.sageMakerMetrics(), Map.of("team", "maintenance"));
    }

    private static ModelOrigin origin() {
        List<ModelOrigin.Try> tries = List.of(
                new ModelOrigin.Try(
                        1,
                        Map.of("family", "xgboost", "windows", "24h 7d"),
                        Map.of("eta", 0.1, "depth", 4.0),
                        Map.of("log_loss", 0.41, "rounds", 80.0),
                        false),
                new ModelOrigin.Try(
                        2,
                        Map.of("family", "xgboost", "windows", "7d"),
                        Map.of("eta", 0.05, "depth", 3.0),
                        Map.of("log_loss", 0.37, "rounds", 130.0),
                        true),
                new ModelOrigin.Try(
                        3,
                        Map.of("family", "logistic", "windows", ""),
                        Map.of(),
                        Map.of("log_loss", Double.NaN),
                        false));
        return new ModelOrigin(
                "s3://plant/lake",
                List.of(
                        new ModelOrigin.Search(0, "fails_in_1_to_3d", "xgboost", AT, tries),
                        new ModelOrigin.Search(1, "fails_in_1_to_3d", "xgboost", AT, tries.subList(0, 1))));
    }

    private List<String> trials() {
        return emulator.sageMaker().listTrials(request -> request.experimentName(model.id())).trialSummaries().stream()
                .map(trial -> trial.trialName())
                .toList();
    }

    private List<DescribeTrialComponentResponse> components(String trial) {
        return emulator
                .sageMaker()
                .listTrialComponents(request -> request.trialName(trial))
                .trialComponentSummaries()
                .stream()
                .map(component -> emulator.sageMaker()
                        .describeTrialComponent(request -> request.trialComponentName(component.trialComponentName())))
                .toList();
    }

    @Test
    void a_try_is_a_component_of_its_search_with_settings_and_figures() {
        experiments(emulator.address()).write(model, origin());

        assertThat(trials()).hasSize(2);
        List<DescribeTrialComponentResponse> tries = components(trials().get(0));
        assertThat(tries).hasSize(3);
        DescribeTrialComponentResponse chosen = tries.get(1);
        assertThat(chosen.displayName()).isEqualTo("try-2-chosen");
        assertThat(chosen.parameters().get("eta").numberValue()).isEqualTo(0.05);
        assertThat(chosen.parameters().get("windows").stringValue()).isEqualTo("7d");
        assertThat(chosen.parameters().get("chosen").stringValue()).isEqualTo("true");
        assertThat(chosen.parameters().get("target").stringValue()).isEqualTo("fails_in_1_to_3d");
        assertThat(chosen.inputArtifacts().get("training_set").value()).isEqualTo("s3://plant/lake/training_set@v4");
        assertThat(chosen.metrics())
                .extracting(TrialComponentMetricSummary::metricName, TrialComponentMetricSummary::last)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("log_loss", 0.37),
                        org.assertj.core.groups.Tuple.tuple("rounds", 130.0));
        assertThat(chosen.metrics().get(0).timeStamp()).isEqualTo(AT);
        assertThat(tries.get(2).metrics()).isEmpty();
        assertThat(tries.get(2).parameters())
                .as("a family without settings, on features of no window")
                .doesNotContainKeys("eta", "windows")
                .containsKey("family");
    }

    @Test
    void doing_it_again_doubles_nothing() {
        experiments(emulator.address()).write(model, origin());
        List<DescribeTrialComponentResponse> once = components(trials().get(0));

        experiments(emulator.address()).write(model, origin());

        assertThat(trials()).hasSize(2);
        assertThat(components(trials().get(0)))
                .extracting(DescribeTrialComponentResponse::trialComponentName)
                .isEqualTo(once.stream()
                        .map(DescribeTrialComponentResponse::trialComponentName)
                        .toList());
    }

    @Test
    void without_a_search_there_is_no_experiment() {
        experiments(emulator.address()).write(model, new ModelOrigin("s3://plant/lake", List.of()));

        assertThat(trials()).isEmpty();
    }

    /** A name that is taken is refused; of a component that is there, what it lacks is put. */
    @Test
    void where_the_names_are_taken_only_what_is_missing_is_put() {
        WireMockServer aws = new WireMockServer(options().dynamicPort());
        aws.start();
        try {
            aws.stubFor(any(anyUrl())
                    .willReturn(aResponse()
                            .withStatus(400)
                            .withBody("{\"__type\": \"ValidationException\", \"message\": \"It already exists.\"}")));
            aws.stubFor(post(anyUrl())
                    .withHeader("X-Amz-Target", equalTo("SageMaker.DescribeTrialComponent"))
                    .willReturn(aResponse().withBody("{\"Metrics\": [{\"MetricName\": \"log_loss\"}]}")));
            aws.stubFor(
                    put(urlEqualTo("/BatchPutMetrics")).willReturn(aResponse().withBody("{\"Errors\": []}")));

            experiments(URI.create(aws.baseUrl())).write(model, origin());

            List<String> sent = aws.findAll(putRequestedFor(urlEqualTo("/BatchPutMetrics"))).stream()
                    .map(request -> request.getBodyAsString())
                    .toList();
            assertThat(sent)
                    .hasSize(3)
                    .allSatisfy(body -> assertThat(body).contains("rounds").doesNotContain("log_loss"));
            aws.verify(
                    exactly(4),
                    postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo("SageMaker.CreateTrialComponent")));
        } finally {
            aws.stop();
        }
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_and_a_figure_it_refuses_is_said() {
        WireMockServer aws = new WireMockServer(options().dynamicPort());
        aws.start();
        try {
            aws.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{}")));
            aws.stubFor(put(urlEqualTo("/BatchPutMetrics"))
                    .willReturn(aResponse()
                            .withBody("{\"Errors\": [{\"Code\": \"VALIDATION_ERROR\", \"MetricIndex\": 0}]}")));

            assertThatThrownBy(() -> experiments(URI.create(aws.baseUrl())).write(model, origin()))
                    .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                            .isEqualTo(Category.CONFIGURATION))
                    .hasMessageContaining("VALIDATION_ERROR")
                    .hasMessageContaining("aws.registry.experiments");
            for (String operation :
                    List.of("CreateExperiment", "CreateTrial", "CreateTrialComponent", "AssociateTrialComponent")) {
                String request = aws.findAll(postRequestedFor(anyUrl())
                                .withHeader("X-Amz-Target", equalTo("SageMaker." + operation)))
                        .get(0)
                        .getBodyAsString();
                // the check knows moments as texts, the wire has seconds
                String checked = request.replaceAll("\"EndTime\":[0-9.E]+", "\"EndTime\":\"" + AT + "\"");
                assertThat(Emulator.violations("sagemaker", operation, checked)).isEmpty();
            }
            String metrics = aws.findAll(putRequestedFor(urlEqualTo("/BatchPutMetrics")))
                    .get(0)
                    .getBodyAsString()
                    .replaceAll("\"Timestamp\":[0-9.E]+", "\"Timestamp\":\"" + AT + "\"");
            assertThat(Emulator.violations("sagemaker-metrics", "BatchPutMetrics", metrics))
                    .isEmpty();
        } finally {
            aws.stop();
        }
    }
}
