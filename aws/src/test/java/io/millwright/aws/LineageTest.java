package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.millwright.aws.testing.Emulator;
import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.registry.ModelRegistryContract;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SageMaker is told of a version's lineage, which the emulator has not. */
class LineageTest {

    private static final String ARN = "arn:aws:sagemaker:eu-central-1:111122223333:";
    private static final String DATA = "s3://plant/lake/training_set@v4";
    private static final String MODEL = "s3://models/pumps/packages/abc/model.tar.gz";

    private final WireMockServer sageMaker = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        Emulator.credentials();
        sageMaker.start();
    }

    @AfterEach
    void stop() {
        sageMaker.stop();
    }

    private MappingBuilder operation(String name) {
        return post(anyUrl()).withHeader("X-Amz-Target", equalTo("SageMaker." + name));
    }

    private void on(String name, String answer) {
        sageMaker.stubFor(operation(name).willReturn(aResponse().withBody(answer)));
    }

    /** Of what is there: {@code artifact/data} and so on. */
    private void onArtifact(String name, String uri, String answer) {
        sageMaker.stubFor(operation(name)
                .withRequestBody(containing(uri))
                .willReturn(aResponse().withBody(answer)));
    }

    private void nothingIsThere() {
        on("ListArtifacts", "{\"ArtifactSummaries\": []}");
        onArtifact("CreateArtifact", DATA, "{\"ArtifactArn\": \"" + ARN + "artifact/data\"}");
        onArtifact("CreateArtifact", MODEL, "{\"ArtifactArn\": \"" + ARN + "artifact/model\"}");
        on("CreateAction", "{\"ActionArn\": \"" + ARN + "action/training\"}");
        on("CreateContext", "{\"ContextArn\": \"" + ARN + "context/package\"}");
        on("ListAssociations", "{\"AssociationSummaries\": []}");
        on("AddAssociation", "{}");
    }

    private void everythingIsThere() {
        onArtifact("ListArtifacts", DATA, "{\"ArtifactSummaries\": [{\"ArtifactArn\": \"" + ARN + "artifact/data\"}]}");
        onArtifact(
                "ListArtifacts", MODEL, "{\"ArtifactSummaries\": [{\"ArtifactArn\": \"" + ARN + "artifact/model\"}]}");
        for (String made : List.of("CreateAction", "CreateContext")) {
            sageMaker.stubFor(operation(made)
                    .willReturn(aResponse()
                            .withStatus(400)
                            .withBody("{\"__type\": \"ValidationException\", \"message\": \"It already exists.\"}")));
        }
        on("DescribeAction", "{\"ActionArn\": \"" + ARN + "action/training\"}");
        on("DescribeContext", "{\"ContextArn\": \"" + ARN + "context/package\"}");
        on("ListAssociations", "{\"AssociationSummaries\": [{\"SourceArn\": \"" + ARN + "artifact/data\"}]}");
    }

    private void write() {
        AwsClients clients = AwsClients.of(Specs.registry(URI.create(sageMaker.baseUrl()), "pumps", "models"));
        new Lineage(clients.sageMaker(), clients.withoutRetries().sageMaker(), Map.of("team", "maintenance"))
                .write(model(), new ModelOrigin("s3://plant/lake", List.of()));
    }

    static RegisteredModel model() {
        Manifest manifest = new Manifest(
                "xgboost",
                "run-1",
                ModelRegistryContract.spec("xgboost", new TrainingSpec.Target("t", 3_600_000, 0, true)),
                Map.of("training_set", 4L),
                "feature-hash",
                "training-hash",
                100,
                List.of("a"),
                List.of(1L),
                Map.of(),
                "code-hash",
                "0123abc",
                "https://example.org/plant/millwright.git",
                Map.of(),
                Map.of());
        return new RegisteredModel(
                "pumps",
                "3",
                ARN + "model-package/pumps/3",
                "pumps-0123456789ab",
                manifest,
                MODEL,
                "s3://models/pumps/packages/abc/package/manifest.json");
    }

    private List<JsonNode> sent(String operation) {
        return sageMaker
                .findAll(postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo("SageMaker." + operation)))
                .stream()
                .map(request -> json(request.getBodyAsString()))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_version_of_the_data_leads_over_the_training_to_the_model_and_its_package() {
        nothingIsThere();

        write();

        assertThat(sent("CreateArtifact"))
                .extracting(each -> each.at("/Source/SourceUri").asText())
                .containsExactly(DATA, MODEL);
        assertThat(sent("CreateArtifact"))
                .extracting(each -> each.path("ArtifactType").asText())
                .containsExactly("DataSet", "Model");
        JsonNode action = sent("CreateAction").get(0);
        assertThat(action.at("/MetadataProperties/CommitId").asText()).isEqualTo("0123abc");
        assertThat(action.at("/MetadataProperties/Repository").asText())
                .isEqualTo("https://example.org/plant/millwright.git");
        assertThat(action.at("/Properties/run_id").asText()).isEqualTo("run-1");
        assertThat(sent("CreateContext").get(0).at("/Source/SourceUri").asText())
                .isEqualTo(ARN + "model-package/pumps/3");
        assertThat(sent("AddAssociation"))
                .extracting(each -> each.path("SourceArn").asText().substring(ARN.length()) + " "
                        + each.path("AssociationType").asText() + " "
                        + each.path("DestinationArn").asText().substring(ARN.length()))
                .containsExactly(
                        "artifact/data ContributedTo action/training",
                        "action/training Produced artifact/model",
                        "artifact/model AssociatedWith context/package");
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_it() {
        nothingIsThere();

        write();

        for (String operation : List.of("CreateArtifact", "CreateAction", "CreateContext", "AddAssociation")) {
            assertThat(sent(operation)).isNotEmpty();
            assertThat(sent(operation))
                    .allSatisfy(request -> assertThat(Emulator.violations("sagemaker", operation, request.toString()))
                            .as(operation)
                            .isEmpty());
        }
    }

    @Test
    void what_is_there_is_not_made_again() {
        everythingIsThere();

        write();

        assertThat(sent("CreateArtifact")).isEmpty();
        assertThat(sent("AddAssociation")).isEmpty();
        assertThat(sent("ListAssociations"))
                .extracting(each -> each.path("SourceArn").asText())
                .containsExactly(ARN + "artifact/data", ARN + "action/training", ARN + "artifact/model");
    }

    /** A process that was killed after the training was written down, tried again. */
    @Test
    void a_retry_goes_on_where_it_stopped() {
        nothingIsThere();
        onArtifact("ListArtifacts", DATA, "{\"ArtifactSummaries\": [{\"ArtifactArn\": \"" + ARN + "artifact/data\"}]}");

        write();

        assertThat(sent("CreateArtifact"))
                .extracting(each -> each.at("/Source/SourceUri").asText())
                .containsExactly(MODEL);
        assertThat(sent("AddAssociation")).hasSize(3);
    }
}
