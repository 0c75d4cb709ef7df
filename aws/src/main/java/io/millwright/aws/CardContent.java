package io.millwright.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The package's {@code model-card.json} in the schema of a model package's card, each text cut to its limit; the whole card lies in
 * the package.
 *
 * @see "Amazon SageMaker Developer Guide, Model package model card schema"
 */
final class CardContent {

    private static final String FILE = "model-card.json";
    private static final int LONGEST_PURPOSE = 2048;
    private static final int LONGEST_DETAIL = 1024;

    private CardContent() {}

    /** Empty where the package has no card. */
    static Optional<String> of(ModelPackage model, S3Folder files) {
        if (!model.has(FILE)) {
            return Optional.empty();
        }
        JsonNode card = Json.read(model.file(FILE), JsonNode.class, FILE);
        Map<String, Object> content = Map.of(
                "model_overview",
                Map.of(
                        "model_creator",
                        "Millwright, run " + model.manifest().runId(),
                        "model_artifact",
                        List.of(files.uri(ModelArchive.FILE))),
                "intended_uses",
                Map.of("purpose_of_model", cut(purpose(card), LONGEST_PURPOSE)),
                "training_details",
                Map.of(
                        "training_job_details",
                        Map.of("training_datasets", List.of(files.uri("package/" + ModelPackage.TRAINING_SET_FILE)))),
                "additional_information",
                Map.of("custom_details", details(card)));
        return Optional.of(new String(Json.bytes(content), StandardCharsets.UTF_8));
    }

    /** What the first part of the card says. */
    private static String purpose(JsonNode card) {
        return statements(card.path("parts").path(0));
    }

    private static Map<String, String> details(JsonNode card) {
        Map<String, String> details = new LinkedHashMap<>();
        for (JsonNode part : card.path("parts")) {
            String says = statements(part);
            if (!says.isEmpty()) {
                details.put(
                        part.path("number").asText() + ". " + part.path("title").asText(), cut(says, LONGEST_DETAIL));
            }
        }
        return details;
    }

    private static String statements(JsonNode part) {
        List<String> statements = new ArrayList<>();
        part.path("statements").forEach(statement -> statements.add(statement.asText()));
        return String.join(" ", statements);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
