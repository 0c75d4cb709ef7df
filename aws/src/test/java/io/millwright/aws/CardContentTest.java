package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.config.SchemaCheck;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card against the schema of SageMaker's documentation. */
class CardContentTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String METRICS = """
            {"failure": {"name": "fails_in_1_to_3d", "horizon_hours": 72.0,
               "average_precision": {"value": 0.41, "low": 0.35, "high": 0.47, "n": 120},
               "brier": {"value": null, "low": null, "high": null, "n": 0},
               "operating_points": {"alert_budget": {"threshold": 0.3, "counts": {"events": 12},
                  "event_recall": {"value": 0.5, "low": null, "high": null, "n": 12}}}},
             "rul": null,
             "severity": {"levels": ["low", "medium", "high"], "model": {"confusion": [[3, 1, 0], [0, 2, 1], [0, 0, 4]],
                "macro_accuracy": {"value": 0.8, "low": 0.6, "high": 0.9, "n": 11}}}}
            """;

    @TempDir
    private Path folder;

    private JsonNode content(String metrics) throws IOException {
        String card =
                "{\"parts\": [{\"number\": 1, \"title\": \"What it does\", \"statements\": [\"Predicts failures.\"]},"
                        + " {\"number\": 2, \"title\": \"Tests\", \"statements\": [\"" + "y".repeat(9000) + "\"]},"
                        + " {\"number\": 4, \"title\": \"Parts\", \"statements\": [\"Worst is A.\"]},"
                        + " {\"number\": 6, \"title\": \"Costs\", \"statements\": [\"A failure costs 10.\"]}],"
                        + " \"metrics\": " + metrics + "}";
        Files.writeString(folder.resolve("model-card.json"), card);
        Files.write(folder.resolve(ModelPackage.MANIFEST_FILE), Json.readable(Manifests.of(Map.of())));
        return MAPPER.readTree(CardContent.of(ModelPackage.open(folder, ""), file -> "s3://models/" + file)
                .orElseThrow());
    }

    private static List<String> violations(JsonNode content) throws IOException {
        TypeReference<Map<String, Object>> tree = new TypeReference<>() {};
        try (InputStream schema = Objects.requireNonNull(
                CardContentTest.class.getResourceAsStream("model-package-model-card.schema.json"))) {
            return new SchemaCheck(MAPPER.readValue(schema, tree)).violations(MAPPER.convertValue(content, tree));
        }
    }

    @Test
    void every_section_is_filled_from_the_runs_facts_and_keeps_to_the_schema() throws IOException {
        JsonNode content = content(METRICS);

        assertThat(violations(content)).isEmpty();
        assertThat(content.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model_overview",
                        "intended_uses",
                        "business_details",
                        "training_details",
                        "evaluation_details",
                        "additional_information");
        assertThat(content.at("/business_details/business_problem").asText()).isEqualTo("A failure costs 10.");
        assertThat(content.at("/intended_uses/factors_affecting_model_efficiency")
                        .asText())
                .isEqualTo("Worst is A.");
        assertThat(content.at("/training_details/objective_function/function/function")
                        .asText())
                .isEqualTo("Minimize");
        assertThat(content.at("/evaluation_details/0/evaluation_observation").asText())
                .hasSize(2048);
    }

    @Test
    void figures_come_with_interval_and_count_and_what_is_undefined_is_left_out() throws IOException {
        JsonNode groups = content(METRICS).at("/evaluation_details/0/metric_groups");

        assertThat(groups.findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "fails_in_1_to_3d",
                        "average precision",
                        "at alert budget",
                        "event recall",
                        "severity, given a failure",
                        "macro accuracy",
                        "confusion by true level");
        assertThat(groups.at("/0/metric_data/0/value").asDouble()).isEqualTo(0.41);
        assertThat(groups.at("/0/metric_data/0/notes").asText()).isEqualTo("95 % interval [0.3500, 0.4700], n 120");
        assertThat(groups.at("/1/metric_data/0/notes").asText()).isEqualTo("n 12");
        assertThat(groups.at("/2/metric_data/1/value/0/1").asInt()).isEqualTo(1);
    }

    @Test
    void a_card_without_figures_keeps_to_the_schema_too() throws IOException {
        JsonNode content = content("{}");

        assertThat(violations(content)).isEmpty();
        assertThat(content.has("evaluation_details")).isFalse();
    }

    @Test
    void the_schema_refuses_what_it_should() throws IOException {
        JsonNode content = content(METRICS);
        ((ObjectNode) content.path("intended_uses")).put("risk_rating", "Severe");
        ((ObjectNode) content.path("model_overview")).put("model_name", "pump");
        ((ObjectNode) content.path("business_details")).put("line_of_business", "x".repeat(2049));
        ((ObjectNode) content.at("/evaluation_details/0/metric_groups/0/metric_data/0")).put("type", "bar_graph");
        ((ObjectNode) content.at("/training_details/training_job_details/user_provided_hyper_parameters/0"))
                .remove("value");

        assertThat(violations(content))
                .hasSize(5)
                .anyMatch(says -> says.contains("Severe"))
                .anyMatch(says -> says.contains("model_name"))
                .anyMatch(says -> says.contains("2049"))
                .anyMatch(says -> says.contains("fits no alternative"))
                .anyMatch(says -> says.contains("value is missing"));
    }
}
