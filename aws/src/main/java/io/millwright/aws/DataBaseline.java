package io.millwright.aws;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statistics and constraints of the training features as SageMaker Model Monitor keeps them for data quality, so that a monitor can
 * be attached without a baseline job. Costs one sort a feature.
 *
 * <p>The sketch is a KLL sketch's content made without chance: of sorted values every 2^L-th one stands for 2^L, the rest for smaller
 * powers of two, so that weights add up to the rows; at most {@value #SKETCH} of them.
 *
 * @see "Amazon SageMaker Developer Guide, Schema for Statistics (statistics.json file), Schema for Constraints (constraints.json file)"
 */
public final class DataBaseline {

    /** Document of a package. */
    public static final String STATISTICS_FILE = "monitor/data_quality_statistics.json";

    /** Document of a package. */
    public static final String CONSTRAINTS_FILE = "monitor/data_quality_constraints.json";

    /** Studio shows ten. */
    private static final int BUCKETS = 10;

    private static final int SKETCH = 2048;
    private static final double SHRINKING = 0.64;

    private final int rows;
    private final List<Column> columns;

    private DataBaseline(int rows, List<Column> columns) {
        this.rows = rows;
        this.columns = columns;
    }

    public static DataBaseline of(TrainingMatrix features) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < features.width(); column++) {
            columns.add(Column.of(features.columns().get(column), features.column(column)));
        }
        return new DataBaseline(features.rows(), columns);
    }

    /** {@code statistics.json}. */
    public byte[] statistics() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 0.0);
        root.put("dataset", Map.of("item_count", rows));
        root.put(
                "features",
                columns.stream().map(column -> column.statistics(rows)).toList());
        return Json.bytes(root);
    }

    /** {@code constraints.json}. */
    public byte[] constraints() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 0.0);
        root.put(
                "features",
                columns.stream().map(column -> column.constraints(rows)).toList());
        root.put("monitoring_config", monitoring());
        return Json.bytes(root);
    }

    private static Map<String, Object> monitoring() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("evaluate_constraints", "Enabled");
        config.put("emit_metrics", "Enabled");
        config.put("datatype_check_threshold", 1.0);
        config.put("domain_content_threshold", 1.0);
        config.put(
                "distribution_constraints",
                Map.of(
                        "perform_comparison", "Enabled",
                        "comparison_threshold", 0.1,
                        "comparison_method", "Robust"));
        return config;
    }

    /**
     * One feature.
     *
     * @param sorted the values that are numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // a column of numbers; identity is never asked for
    private record Column(String name, double[] sorted) {

        static Column of(String name, float[] values) {
            double[] known = new double[values.length];
            int count = 0;
            for (float value : values) {
                if (Float.isFinite(value)) {
                    known[count++] = value;
                }
            }
            double[] sorted = Arrays.copyOf(known, count);
            Arrays.sort(sorted);
            return new Column(name, sorted);
        }

        /** A feature that no row has is of no known type. */
        private String type() {
            return sorted.length == 0 ? "Unknown" : "Fractional";
        }

        Map<String, Object> statistics(int rows) {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("common", Map.of("num_present", sorted.length, "num_missing", rows - sorted.length));
            if (sorted.length > 0) {
                double sum = Arrays.stream(sorted).sum();
                numbers.put("mean", sum / sorted.length);
                numbers.put("sum", sum);
                numbers.put("std_dev", standardDeviation(sum / sorted.length));
                numbers.put("min", sorted[0]);
                numbers.put("max", sorted[sorted.length - 1]);
                numbers.put("distribution", Map.of("kll", Map.of("buckets", buckets(), "sketch", sketch())));
            }
            return Map.of("name", name, "inferred_type", type(), "numerical_statistics", numbers);
        }

        Map<String, Object> constraints(int rows) {
            Map<String, Object> constraints = new LinkedHashMap<>();
            constraints.put("name", name);
            constraints.put("inferred_type", type());
            constraints.put("completeness", rows == 0 ? 0.0 : (double) sorted.length / rows);
            if (sorted.length > 0) {
                constraints.put("num_constraints", Map.of("is_non_negative", sorted[0] >= 0));
            }
            return constraints;
        }

        private double standardDeviation(double mean) {
            double squares = 0;
            for (double value : sorted) {
                squares += (value - mean) * (value - mean);
            }
            return Math.sqrt(squares / sorted.length);
        }

        /** Ten of equal width from the least to the greatest value. */
        private List<Map<String, Object>> buckets() {
            double least = sorted[0];
            double width = (sorted[sorted.length - 1] - least) / BUCKETS;
            int[] counts = new int[BUCKETS];
            for (double value : sorted) {
                counts[width == 0 ? 0 : (int) Math.min(BUCKETS - 1, (value - least) / width)]++;
            }
            List<Map<String, Object>> buckets = new ArrayList<>();
            for (int i = 0; i < BUCKETS; i++) {
                double upper = i == BUCKETS - 1 ? sorted[sorted.length - 1] : least + (i + 1) * width;
                buckets.add(
                        Map.of("lower_bound", least + i * width, "upper_bound", upper, "count", (double) counts[i]));
            }
            return buckets;
        }

        private Map<String, Object> sketch() {
            int top = 0;
            while (sorted.length >> top > SKETCH - top) {
                top++;
            }
            List<List<Double>> levels = new ArrayList<>();
            int from = 0;
            for (int level = 0; level < top; level++) {
                boolean odd = (sorted.length >> level) % 2 == 1;
                levels.add(odd ? List.of(middle(from, 1 << level)) : List.of());
                from += odd ? 1 << level : 0;
            }
            List<Double> last = new ArrayList<>();
            for (; from < sorted.length; from += 1 << top) {
                last.add(middle(from, 1 << top));
            }
            levels.add(last);
            return Map.of("parameters", Map.of("c", SHRINKING, "k", (double) SKETCH), "data", levels);
        }

        /** Stands for the values from a place on. */
        private double middle(int from, int count) {
            return sorted[from + count / 2];
        }
    }
}
