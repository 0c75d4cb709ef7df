package io.millwright.training.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.lake.MillwrightException;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.matrix.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Boosted trees in ONNX. Input {@code features}: rows of single-precision numbers in the order of the metadata {@code columns}, a missing
 * value is NaN. Output {@code score}, one a row: what the model scores before calibration, a probability where the trees were boosted for
 * one.
 *
 * @see "ONNX operators, ai.onnx.ml TreeEnsembleRegressor, version 3"
 */
public final class OnnxTrees {

    /** Beside a model's own files. */
    public static final String FILE = "model.onnx";

    private static final String LOGISTIC = "binary:logistic";
    private static final String SQUARED_ERROR = "reg:squarederror";
    private static final String TREES = "ai.onnx.ml";
    private static final long LEAF = -1;

    private final List<Long> tree = new ArrayList<>();
    private final List<Long> node = new ArrayList<>();
    private final List<Long> feature = new ArrayList<>();
    private final List<String> mode = new ArrayList<>();
    private final List<Float> value = new ArrayList<>();
    private final List<Long> whenTrue = new ArrayList<>();
    private final List<Long> whenFalse = new ArrayList<>();
    private final List<Long> missingIsTrue = new ArrayList<>();
    private final List<Long> leafTree = new ArrayList<>();
    private final List<Long> leafNode = new ArrayList<>();
    private final List<Float> leafWeight = new ArrayList<>();

    private OnnxTrees() {}

    /**
     * The same trees in ONNX's bytes.
     *
     * @param columns the features, in order
     * @param xgboost a model of one output in XGBoost's own JSON
     * @throws MillwrightException where the trees were boosted for something else than a probability or an expected value
     */
    public static byte[] of(List<String> columns, byte[] xgboost) {
        JsonNode learner = Json.read(xgboost, JsonNode.class, BoostedModel.FILE).path("learner");
        String objective = learner.path("objective").path("name").asText();
        if (!objective.equals(LOGISTIC) && !objective.equals(SQUARED_ERROR)) {
            throw MillwrightException.configuration("trees boosted for " + objective + " are not written as ONNX; only "
                    + LOGISTIC + " and " + SQUARED_ERROR + " are");
        }
        OnnxTrees trees = new OnnxTrees();
        for (JsonNode each : learner.path("gradient_booster").path("model").path("trees")) {
            trees.add(each);
        }
        double base = Double.parseDouble(
                learner.path("learner_model_param").path("base_score").asText());
        boolean probability = objective.equals(LOGISTIC);
        return trees.model(columns, probability ? Math.log(base / (1 - base)) : base, probability);
    }

    private void add(JsonNode grown) {
        long number = tree.isEmpty() ? 0 : tree.get(tree.size() - 1) + 1;
        JsonNode left = grown.path("left_children");
        for (int i = 0; i < left.size(); i++) {
            boolean leaf = left.get(i).asLong() == LEAF;
            float condition = (float) grown.path("split_conditions").get(i).asDouble();
            tree.add(number);
            node.add((long) i);
            feature.add(leaf ? 0 : grown.path("split_indices").get(i).asLong());
            mode.add(leaf ? "LEAF" : "BRANCH_LT");
            value.add(leaf ? 0 : condition);
            whenTrue.add(leaf ? 0 : left.get(i).asLong());
            whenFalse.add(leaf ? 0 : grown.path("right_children").get(i).asLong());
            missingIsTrue.add(leaf ? 0 : grown.path("default_left").get(i).asLong());
            if (leaf) {
                leafTree.add(number);
                leafNode.add((long) i);
                leafWeight.add(condition);
            }
        }
    }

    private byte[] model(List<String> columns, double base, boolean probability) {
        String sum = probability ? "margin" : "score";
        List<byte[]> nodes = new ArrayList<>();
        nodes.add(Onnx.node("TreeEnsembleRegressor", TREES, "features", sum, attributes(base)));
        if (probability) {
            nodes.add(Onnx.node("Sigmoid", "", sum, "score", List.of()));
        }
        byte[] graph = Onnx.graph("millwright", nodes, Onnx.rows("features", columns.size()), Onnx.rows("score", 1));
        String names = new String(Json.bytes(columns), StandardCharsets.UTF_8);
        return Onnx.model(
                graph,
                List.of(new Onnx.Domain("", 17), new Onnx.Domain(TREES, 3)),
                List.of(new Onnx.Note("columns", names)));
    }

    private List<byte[]> attributes(double base) {
        List<Long> targets = leafTree.stream().map(leaf -> 0L).toList();
        return List.of(
                Onnx.attribute("n_targets", 1),
                Onnx.attribute("aggregate_function", "SUM"),
                Onnx.attribute("post_transform", "NONE"),
                Onnx.floats("base_values", List.of((float) base)),
                Onnx.ints("nodes_treeids", tree),
                Onnx.ints("nodes_nodeids", node),
                Onnx.ints("nodes_featureids", feature),
                Onnx.strings("nodes_modes", mode),
                Onnx.floats("nodes_values", value),
                Onnx.ints("nodes_truenodeids", whenTrue),
                Onnx.ints("nodes_falsenodeids", whenFalse),
                Onnx.ints("nodes_missing_value_tracks_true", missingIsTrue),
                Onnx.ints("target_treeids", leafTree),
                Onnx.ints("target_nodeids", leafNode),
                Onnx.ints("target_ids", targets),
                Onnx.floats("target_weights", leafWeight));
    }

    /** Every boosted model among a package's files by the path of its ONNX twin, for example {@code failure/fails/model.onnx}. */
    public static Map<String, byte[]> ofPackage(Map<String, byte[]> modelFiles) {
        Map<String, byte[]> twins = new TreeMap<>();
        modelFiles.forEach((path, content) -> {
            String folder = path.substring(0, path.lastIndexOf('/') + 1);
            byte[] columns = modelFiles.get(folder + BoostedModel.COLUMNS_FILE);
            if (path.equals(folder + BoostedModel.FILE) && columns != null) {
                twins.put(
                        folder + FILE,
                        of(List.of(Json.read(columns, String[].class, folder + BoostedModel.COLUMNS_FILE)), content));
            }
        });
        return twins;
    }
}
