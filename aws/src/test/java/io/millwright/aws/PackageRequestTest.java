package io.millwright.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.millwright.aws.testing.Emulator;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SageMaker is sent, whole; the emulator forgets half of it. */
class PackageRequestTest {

    private static final String ARN = "arn:aws:sagemaker:eu-central-1:111122223333:model-package/pumps/1";

    @TempDir
    private Path folder;

    private final WireMockServer sageMaker = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void answer() {
        Emulator.credentials();
        sageMaker.start();
        sageMaker.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        on(
                "DescribeModelPackageGroup",
                400,
                "{\"__type\": \"ValidationException\", \"message\": \"ModelPackageGroup" + " arn:x does not exist.\"}");
        on("CreateModelPackageGroup", 200, "{\"ModelPackageGroupArn\": \"arn:x\"}");
        on("ListModelPackages", 200, "{\"ModelPackageSummaryList\": []}");
        on("CreateModelPackage", 200, "{\"ModelPackageArn\": \"" + ARN + "\"}");
        on(
                "DescribeModelPackage",
                200,
                "{\"ModelPackageArn\": \"" + ARN + "\", \"ModelPackageVersion\": 1,"
                        + " \"ModelApprovalStatus\": \"PendingManualApproval\", \"CustomerMetadataProperties\":"
                        + " {\"client_token\": \"run-1\", \"candidate\": \"xgboost\", \"run_id\": \"run\"}}");
    }

    private void on(String operation, int status, String answer) {
        sageMaker.stubFor(post(anyUrl())
                .withHeader("X-Amz-Target", equalTo("SageMaker." + operation))
                .willReturn(aResponse().withStatus(status).withBody(answer)));
    }

    @AfterEach
    void stop() {
        sageMaker.stop();
    }

    @Test
    void a_version_carries_baselines_card_stage_and_key() throws IOException {
        JsonNode request = sent(model(Map.of("failure/t/xgboost-model.json", "{}")));

        assertThat(request.at("/ModelApprovalStatus").asText()).isEqualTo("PendingManualApproval");
        assertThat(request.at("/ClientToken").asText()).matches("[a-z0-9]{36}");
        assertThat(request.at("/SkipModelValidation").asText()).isEqualTo("All");
        assertThat(request.at("/SecurityConfig/KmsKeyId").asText()).isEqualTo("alias/millwright");
        assertThat(request.at("/ModelLifeCycle/Stage").asText()).isEqualTo("Development");
        assertThat(request.at("/ModelLifeCycle/StageStatus").asText()).isEqualTo("PendingApproval");
        assertThat(request.at("/Task").asText()).isEqualTo("CLASSIFICATION");
        for (String quality : List.of("ModelQuality", "ModelDataQuality")) {
            for (String part : List.of("Statistics", "Constraints")) {
                JsonNode source = request.at("/ModelMetrics/" + quality + "/" + part);
                assertThat(source.path("ContentType").asText()).isEqualTo("application/json");
                assertThat(source.path("S3Uri").asText()).startsWith("s3://models-bucket/models/pumps/packages/");
                assertThat(source.path("ContentDigest").asText()).matches("sha256:[0-9a-f]{64}");
                assertThat(request.at("/DriftCheckBaselines/" + quality + "/" + part))
                        .isEqualTo(source);
            }
        }
        JsonNode report = request.at("/ModelMetrics/Explainability/Report");
        assertThat(report.path("S3Uri").asText()).endsWith("/package/monitor/analysis.json");
        assertThat(report.path("ContentDigest").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(request.at("/DriftCheckBaselines/Explainability/Constraints"))
                .isEqualTo(report);
        assertThat(request.at("/MetadataProperties/GeneratedBy").asText()).isEqualTo("millwright run run");
        assertThat(request.path("MetadataProperties").has("Repository"))
                .as("of a source nobody knows")
                .isFalse();
        assertThat(request.has("Tags")).isFalse();
    }

    @Test
    void the_description_of_the_api_finds_nothing_wrong_with_it() throws IOException {
        JsonNode request = sent(model(Map.of("failure/t/xgboost-model.json", "{}")));

        assertThat(Emulator.violations("sagemaker", "CreateModelPackage", request.toString()))
                .isEmpty();
        assertThat(Emulator.violations("sagemaker", "CreateModelPackage", "{\"Misspelt\": 1}"))
                .contains("Misspelt");
    }

    @Test
    void the_description_of_the_api_knows_lengths_patterns_and_enumerations() {
        String request = """
                {"ModelPackageGroupName": "a group", "ModelPackageDescription": "%s", "ModelApprovalStatus": "Pending",
                 "CustomerMetadataProperties": {"target": "%s"}}
                """.formatted("d".repeat(1025), "v".repeat(257));

        assertThat(Emulator.violations("sagemaker", "CreateModelPackage", request)
                        .lines())
                .hasSize(4)
                .anyMatch(line -> line.contains(".ModelPackageGroupName, a group, not as "))
                .anyMatch(line -> line.contains(".ModelPackageDescription, 1025, valid max: 1024"))
                .anyMatch(line -> line.contains(".ModelApprovalStatus, Pending, none of its enumeration"))
                .anyMatch(line -> line.contains(".CustomerMetadataProperties.target, 257, valid max: 256"));
    }

    @Test
    void the_card_keeps_to_the_schema_and_its_limits() throws IOException {
        JsonNode request = sent(model(Map.of("failure/t/xgboost-model.json", "{}")));

        JsonNode card = new ObjectMapper()
                .readTree(request.at("/ModelCard/ModelCardContent").asText());
        assertThat(request.at("/ModelCard/ModelCardStatus").asText()).isEqualTo("PendingReview");
        assertThat(card.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model_overview", "intended_uses", "training_details", "additional_information");
        assertThat(card.at("/intended_uses/purpose_of_model").asText()).isEqualTo("Predicts failures. At best.");
        assertThat(card.at("/additional_information/custom_details")
                        .path("2. Limits")
                        .asText())
                .hasSize(1024)
                .endsWith("…");
        assertThat(card.at("/training_details/training_job_details/training_datasets/0")
                        .asText())
                .startsWith("s3://models-bucket/models/pumps/packages/");
    }

    @Test
    void properties_are_few_short_and_of_allowed_signs() throws IOException {
        JsonNode properties =
                sent(model(Map.of("failure/t/xgboost-model.json", "{}"))).path("CustomerMetadataProperties");

        assertThat(properties.size()).isEqualTo(50);
        assertThat(properties).allSatisfy(value -> assertThat(value.asText())
                .hasSizeLessThanOrEqualTo(256)
                .matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"));
        assertThat(properties.path("average_precision").asText()).isEqualTo("0.41  0.35  0.47");
    }

    /** AWS's own SDK for Python does so, because SageMaker takes no source together with an inference specification. */
    @Test
    void the_source_is_said_by_a_call_of_its_own() throws IOException {
        JsonNode created = sent(model(Map.of("failure/t/xgboost-model.json", "{}")));

        JsonNode updated = request("UpdateModelPackage");
        assertThat(created.has("InferenceSpecification")).isTrue();
        assertThat(created.has("SourceUri")).isFalse();
        assertThat(updated.has("InferenceSpecification")).isFalse();
        assertThat(updated.path("ModelPackageArn").asText()).isEqualTo(ARN);
        assertThat(updated.path("SourceUri").asText())
                .startsWith("s3://models-bucket/models/pumps/packages/")
                .endsWith("/package/manifest.json");
        assertThat(updated.path("ModelApprovalStatus").asText()).isEqualTo("PendingManualApproval");
        assertThat(Emulator.violations("sagemaker", "UpdateModelPackage", updated.toString()))
                .isEmpty();
    }

    @Test
    void a_model_no_container_serves_is_kept_without_a_promise_to_deploy() throws IOException {
        JsonNode request = sent(model(Map.of("failure/t/forest.json", "{}")));

        assertThat(request.has("InferenceSpecification")).isFalse();
        assertThat(request.path("ModelPackageDescription").asText()).contains("no container of SageMaker's serves it");
    }

    private JsonNode sent(ModelPackage model) throws IOException {
        AwsDoor.open(Specs.registry(URI.create(sageMaker.baseUrl()), "pumps", "models-bucket"))
                .registry(folder.resolve("loaded"))
                .orElseThrow()
                .register(model, "run-1");

        return request("CreateModelPackage");
    }

    private JsonNode request(String operation) throws IOException {
        return new ObjectMapper()
                .readTree(sageMaker
                        .findAll(postRequestedFor(anyUrl())
                                .withHeader("X-Amz-Target", matching("SageMaker[.]" + operation)))
                        .get(0)
                        .getBodyAsString());
    }

    private ModelPackage model(Map<String, String> files) throws IOException {
        Path at = folder.resolve("given");
        Map<String, byte[]> content = new java.util.TreeMap<>();
        files.forEach((path, text) -> content.put(path, text.getBytes(StandardCharsets.UTF_8)));
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path path = at.resolve("model").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.createDirectories(at.resolve("monitor"));
        for (String file : List.of(
                ModelBaseline.STATISTICS_FILE,
                ModelBaseline.CONSTRAINTS_FILE,
                DataBaseline.STATISTICS_FILE,
                DataBaseline.CONSTRAINTS_FILE,
                ModelExplanation.FILE)) {
            Files.writeString(at.resolve(file), "{}");
        }
        Map<String, String> facts = new java.util.LinkedHashMap<>();
        facts.put("average_precision", "0.41 [0.35, 0.47]");
        for (int i = 0; i < 60; i++) {
            facts.put("fact_" + i, "x".repeat(300));
        }
        Files.write(at.resolve(PackageProperties.FACTS_FILE), Json.bytes(facts));
        Files.writeString(
                at.resolve("model-card.json"),
                "{\"parts\": [{\"number\": 1, \"title\": \"What it does\", \"statements\": [\"Predicts failures.\","
                        + " \"At best.\"]}, {\"number\": 2, \"title\": \"Limits\", \"statements\": [\""
                        + "y".repeat(2000)
                        + "\"]}]}");
        Manifest manifest = Manifests.of(content);
        Files.write(at.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest));
        return ModelPackage.open(at, "");
    }
}
