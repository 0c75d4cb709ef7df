package io.millwright.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The package's {@code model-card.json} in the schema of a model package's card, each text cut to its limit; the whole card lies in
 * the package. Only what the run itself knows: the risk is for whoever approves the model to rate.
 *
 * @see "Amazon SageMaker Developer Guide, Model package model card schema"
 */
public final class CardContent {

    private static final String FILE = "model-card.json";
    private static final int LONGEST_DETAIL = 1024;
    private static final int LONGEST_PURPOSE = 2048;

    /** Numbers of the card's parts. */
    private static final int PURPOSE = 1;

    private static final int TESTING = 2;
    private static final int SEGMENTS = 4;
    private static final int CASES = 5;
    private static final int COSTS = 6;

    private final Manifest manifest;
    private final JsonNode card;
    private final UnaryOperator<String> place;

    private CardContent(Manifest manifest, JsonNode card, UnaryOperator<String> place) {
        this.manifest = manifest;
        this.card = card;
        this.place = place;
    }

    /**
     * Empty where the package has no card.
     *
     * @param place where a file of the package is kept, by its name
     */
    public static Optional<String> of(ModelPackage model, UnaryOperator<String> place) {
        return contentOf(model, place).map(content -> new String(Json.readable(content), StandardCharsets.UTF_8));
    }

    /** The same on one line, which is all that the API's pattern lets through. */
    static Optional<String> onOneLine(ModelPackage model, UnaryOperator<String> place) {
        return contentOf(model, place).map(content -> new String(Json.bytes(content), StandardCharsets.UTF_8));
    }

    private static Optional<Map<String, Object>> contentOf(ModelPackage model, UnaryOperator<String> place) {
        if (!model.has(FILE)) {
            return Optional.empty();
        }
        JsonNode card = Json.read(model.file(FILE), JsonNode.class, FILE);
        return Optional.of(new CardContent(model.manifest(), card, place).content());
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "model_overview",
                Map.of(
                        "model_creator",
                        cut("Millwright, run " + manifest.runId(), LONGEST_DETAIL),
                        "model_artifact",
                        List.of(place.apply(ModelArchive.FILE))));
        content.put("intended_uses", intendedUses());
        put(content, "business_details", Map.of("business_problem", says(LONGEST_PURPOSE, COSTS)));
        content.put("training_details", training());
        List<Map<String, Object>> groups = CardFigures.groups(card.path("metrics"));
        if (!groups.isEmpty()) {
            content.put("evaluation_details", List.of(evaluation(groups)));
        }
        content.put("additional_information", Map.of("custom_details", details()));
        return content;
    }

    private Map<String, Object> intendedUses() {
        Map<String, Object> uses = new LinkedHashMap<>();
        uses.put("purpose_of_model", says(LONGEST_PURPOSE, PURPOSE));
        uses.put("factors_affecting_model_efficiency", says(LONGEST_PURPOSE, SEGMENTS, CASES));
        uses.values().removeIf(""::equals);
        uses.put("risk_rating", "Unknown");
        uses.put("explanations_for_risk_rating", "Not rated by the run; whoever approves the model rates it.");
        return uses;
    }

    private Map<String, Object> training() {
        Map<String, Object> training = new LinkedHashMap<>();
        if (manifest.spec().headline().isPresent()) {
            training.put(
                    "objective_function",
                    Map.of(
                            "function",
                            Map.of("function", "Minimize", "facet", "cost per machine-week"),
                            "notes",
                            "by which the candidate was chosen, on validation data inside the training periods"));
        }
        training.put(
                "training_observations",
                manifest.trainingRows() + " rows, " + manifest.features().size() + " features");
        training.put(
                "training_job_details",
                Map.of(
                        "training_datasets",
                        List.of(place.apply("package/" + ModelPackage.TRAINING_SET_FILE)),
                        "user_provided_hyper_parameters",
                        List.of(
                                setting("candidate", manifest.candidate()),
                                setting("seed", Long.toString(manifest.spec().seed())),
                                setting(
                                        "inner folds",
                                        Integer.toString(manifest.spec().innerFolds())),
                                setting(
                                        "search trials",
                                        Integer.toString(manifest.spec().searchTrials())))));
        return training;
    }

    private static Map<String, String> setting(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private Map<String, Object> evaluation(List<Map<String, Object>> groups) {
        String target = card.path("metrics").path("failure").path("name").asText("remaining useful life");
        Map<String, Object> evaluation = new LinkedHashMap<>();
        evaluation.put("name", cut(target, CardFigures.LONGEST_NAME));
        put(evaluation, "evaluation_observation", says(LONGEST_PURPOSE, TESTING));
        evaluation.put("datasets", List.of(place.apply("package/" + ModelPackage.TRAINING_SET_FILE)));
        evaluation.put("metric_groups", groups);
        return evaluation;
    }

    private Map<String, String> details() {
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

    /** What the parts of these numbers say, one after the other; empty text where they say nothing. */
    private String says(int longest, int... numbers) {
        List<String> says = new ArrayList<>();
        for (int number : numbers) {
            for (JsonNode part : card.path("parts")) {
                if (part.path("number").asInt() == number && !statements(part).isEmpty()) {
                    says.add(statements(part));
                }
            }
        }
        return cut(String.join(" ", says), longest);
    }

    private static String statements(JsonNode part) {
        List<String> statements = new ArrayList<>();
        part.path("statements").forEach(statement -> statements.add(statement.asText()));
        return String.join(" ", statements);
    }

    /** Unless there is nothing to say. */
    private static void put(Map<String, Object> into, String key, Object value) {
        boolean empty = "".equals(value) || (value instanceof Map<?, ?> map && map.containsValue(""));
        if (!empty) {
            into.put(key, value);
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
