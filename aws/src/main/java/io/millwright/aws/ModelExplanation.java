package io.millwright.aws;

import io.millwright.training.explain.GlobalImportance;
import io.millwright.training.matrix.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What moves a model's scores as SageMaker Clarify keeps it, so that SageMaker Studio draws it and a monitor of feature attribution
 * can be held against it. Clarify's name for Shapley values is {@code kernel_shap}; these are the model's own, exact for trees.
 *
 * @see "Amazon SageMaker Developer Guide, Analysis results of Clarify processing jobs (analysis.json)"
 */
public final class ModelExplanation {

    /** Document of a package. */
    public static final String FILE = "monitor/analysis.json";

    private ModelExplanation() {}

    /** {@code analysis.json} of a model of one output. */
    public static byte[] json(GlobalImportance importance) {
        Map<String, Object> label = new LinkedHashMap<>();
        importance.expected().ifPresent(value -> label.put("expected_value", value));
        label.put("global_shap_values", importance.meanAbsolute());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("explanations", Map.of("kernel_shap", Map.of("label0", label)));
        return Json.bytes(root);
    }
}
