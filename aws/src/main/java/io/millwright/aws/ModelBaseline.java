package io.millwright.aws;

import io.millwright.training.matrix.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Figures of a model on its tests as SageMaker Model Monitor keeps them for model quality. Row by row, as a monitor will judge them
 * later; what a work list is judged by, events and costs, stands in {@code metrics.json}.
 *
 * <p>As Model Monitor does it, a standard deviation is that of five samples of 80 % of the rows; here each leaves out every fifth row,
 * so that the same rows give the same figures. Below 200 rows it is NaN.
 *
 * @see "Amazon SageMaker Developer Guide, Model quality metrics and Amazon CloudWatch monitoring"
 */
public final class ModelBaseline {

    /** Document of a package. */
    public static final String STATISTICS_FILE = "monitor/model_quality_statistics.json";

    /** Document of a package. */
    public static final String CONSTRAINTS_FILE = "monitor/model_quality_constraints.json";

    private static final int FEWEST_ROWS = 200;
    private static final int SAMPLES = 5;

    private final String problem;
    private final int rows;
    private final Map<String, Double> values;
    private final Map<String, Double> deviations;
    private final Map<String, Object> curves;

    private ModelBaseline(
            String problem,
            int rows,
            Map<String, Double> values,
            Map<String, Double> deviations,
            Map<String, Object> curves) {
        this.problem = problem;
        this.rows = rows;
        this.values = values;
        this.deviations = deviations;
        this.curves = curves;
    }

    /**
     * Of yes or no.
     *
     * @param score higher is likelier
     * @param alerted whether the score was at or above the threshold of its time
     * @param positive what was true
     */
    public static ModelBaseline binary(double[] score, boolean[] alerted, boolean[] positive) {
        BinaryFigures all = BinaryFigures.of(score, alerted, positive, row -> true);
        Map<String, Double> deviations =
                deviations(score.length, sample -> BinaryFigures.of(score, alerted, positive, sample)
                        .values());
        return new ModelBaseline("binary_classification", score.length, all.values(), deviations, all.curves());
    }

    /** Of a number. */
    public static ModelBaseline regression(double[] predicted, double[] actual) {
        return new ModelBaseline(
                "regression",
                predicted.length,
                errors(predicted, actual, row -> true),
                deviations(predicted.length, sample -> errors(predicted, actual, sample)),
                Map.of());
    }

    private static Map<String, Double> errors(double[] predicted, double[] actual, IntPredicate sample) {
        int[] rows = IntStream.range(0, predicted.length).filter(sample).toArray();
        double mean =
                IntStream.of(rows).mapToDouble(row -> actual[row]).average().orElse(Double.NaN);
        double absolute = 0;
        double squared = 0;
        double spread = 0;
        for (int row : rows) {
            double error = predicted[row] - actual[row];
            absolute += Math.abs(error);
            squared += error * error;
            spread += (actual[row] - mean) * (actual[row] - mean);
        }
        Map<String, Double> errors = new LinkedHashMap<>();
        errors.put("mae", absolute / rows.length);
        errors.put("mse", squared / rows.length);
        errors.put("rmse", Math.sqrt(squared / rows.length));
        errors.put("r2", 1 - squared / spread);
        return errors;
    }

    /** A figure of each kind for a sample of the rows. */
    private interface OfSample {
        Map<String, Double> values(IntPredicate sample);
    }

    private static Map<String, Double> deviations(int rows, OfSample figures) {
        if (rows < FEWEST_ROWS) {
            return Map.of();
        }
        Map<String, List<Double>> samples = new LinkedHashMap<>();
        for (int left = 0; left < SAMPLES; left++) {
            int out = left;
            figures.values(row -> row % SAMPLES != out)
                    .forEach((name, value) -> samples.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Double> deviations = new LinkedHashMap<>();
        samples.forEach((name, values) -> deviations.put(name, deviation(values)));
        return deviations;
    }

    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.size() - 1));
    }

    /** {@code statistics.json}; a figure that is not defined is the text NaN. */
    public byte[] statistics() {
        Map<String, Object> figures = new LinkedHashMap<>(curves);
        values.forEach((name, value) -> figures.put(
                name, Map.of("value", value, "standard_deviation", deviations.getOrDefault(name, Double.NaN))));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 0.0);
        root.put("dataset", Map.of("item_count", rows));
        root.put(problem + "_metrics", figures);
        return Json.bytes(root);
    }

    /** {@code constraints.json}: no figure may become worse than it is. */
    public byte[] constraints() {
        Map<String, Object> bounds = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (Double.isFinite(value) && !name.endsWith(BinaryFigures.CONSTANT)) {
                bounds.put(name, Map.of("threshold", value, "comparison_operator", comparison(name)));
            }
        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 0.0);
        root.put(problem + "_constraints", bounds);
        return Json.bytes(root);
    }

    private static String comparison(String name) {
        return switch (name) {
            case "false_positive_rate", "false_negative_rate", "mae", "mse", "rmse" -> "GreaterThanThreshold";
            default -> "LessThanThreshold";
        };
    }
}
