package io.millwright.fleet.grade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.evaluation.Horizon;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What a run left to be graded, see {@link GradingFiles}.
 *
 * @param horizon the headline target
 * @param coolDown of its alerts
 * @param predictions by machine and time; test windows only
 * @param thresholds by operating point, then fold
 * @param features the numeric feature matrix, or null if the run left none
 * @param found data faults the run found
 * @param costs by machine; empty where the run trained no plain model
 * @param grading what the run's severities mean; null where it graded no failure
 */
record RunResult(
        Horizon horizon,
        Duration coolDown,
        List<Prediction> predictions,
        Map<String, Map<Integer, Double>> thresholds,
        @Nullable FeatureMatrix features,
        List<Found> found,
        Map<String, Cost> costs,
        @Nullable Grading grading) {

    /** What a machine cost under the model and under the plain one, and what a failure costs unforeseen and foreseen. */
    record Cost(double model, double plain, double unplanned, double planned) {}

    /** At or above which amount of what a failure is medium and high. */
    record Grading(String by, double medium, double high) {}

    /**
     * One prediction.
     *
     * @param p failure probability of the headline target
     * @param mode predicted failure mode, empty if none was
     * @param severity predicted, empty if none was
     * @param rulMedianHours remaining useful life, NaN if none was predicted
     */
    record Prediction(
            String machine,
            Instant asOf,
            double p,
            int fold,
            Instant testFrom,
            Instant testTo,
            String mode,
            String severity,
            double rulMedianHours) {}

    /** A data fault the run found; sensor is empty if it concerns the whole machine. */
    record Found(String machine, String sensor, String kind, Instant from, Instant to) {}

    static RunResult read(SparkSession spark, String out) throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        String folder = out + "/" + GradingFiles.FOLDER + "/";
        JsonNode metrics = metrics(configuration, out + "/" + GradingFiles.METRICS);
        Horizon horizon = horizon(metrics.path("failure"));
        return new RunResult(
                horizon,
                coolDown(metrics.path("failure"), horizon),
                predictions(spark, folder + GradingFiles.PREDICTIONS),
                thresholds(configuration, folder + GradingFiles.THRESHOLDS),
                exists(configuration, folder + GradingFiles.FEATURES)
                        ? FeatureMatrix.read(spark, folder + GradingFiles.FEATURES)
                        : null,
                found(spark, configuration, folder + GradingFiles.SENSOR_HEALTH),
                costs(configuration, folder + GradingFiles.COSTS),
                grading(metrics.path("severity")));
    }

    /** The predictions of some machines, under the same thresholds. */
    RunResult only(Predicate<String> machine) {
        List<Prediction> some = predictions.stream()
                .filter(prediction -> machine.test(prediction.machine()))
                .toList();
        return new RunResult(horizon, coolDown, some, thresholds, null, List.of(), costs, grading);
    }

    private static boolean exists(Configuration configuration, String path) throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(configuration).exists(file);
    }

    private static JsonNode metrics(Configuration configuration, String path) throws IOException {
        if (!exists(configuration, path)) {
            throw new IOException("cannot grade: " + path + " is missing");
        }
        Path file = new Path(path);
        try (InputStream in = file.getFileSystem(configuration).open(file)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Horizon horizon(JsonNode failure) {
        return new Horizon(
                hours(failure.path("horizon_hours").asDouble(72)),
                hours(failure.path("minimum_lead_hours").asDouble(24)));
    }

    /** As long as the horizon where the run does not say. */
    static Duration coolDown(JsonNode failure, Horizon horizon) {
        JsonNode hours = failure.path("cool_down_hours");
        return hours.isNumber() ? hours(hours.asDouble()) : horizon.horizon();
    }

    private static @Nullable Grading grading(JsonNode severity) {
        return severity.path("medium").isNumber()
                ? new Grading(
                        severity.path("by").asText(),
                        severity.path("medium").asDouble(),
                        severity.path("high").asDouble())
                : null;
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds(Math.round(3_600 * hours));
    }

    private static List<Prediction> predictions(SparkSession spark, String path) throws IOException {
        if (!exists(spark.sparkContext().hadoopConfiguration(), path)) {
            throw new IOException("cannot grade: " + path + " is missing");
        }
        List<Prediction> predictions = new ArrayList<>();
        for (Row row : spark.read().parquet(path).collectAsList()) {
            Prediction prediction = prediction(row);
            boolean tested = !prediction.asOf().isBefore(prediction.testFrom())
                    && prediction.asOf().isBefore(prediction.testTo());
            if (tested && !Double.isNaN(prediction.p())) {
                predictions.add(prediction);
            }
        }
        predictions.sort(Comparator.comparing(Prediction::machine).thenComparing(Prediction::asOf));
        return predictions;
    }

    private static Prediction prediction(Row row) {
        return new Prediction(
                row.getAs("equipment_id"),
                instant(row, "as_of"),
                number(row, "p"),
                (int) number(row, "fold"),
                instant(row, "test_from"),
                instant(row, "test_to"),
                text(row, "mode"),
                List.of(row.schema().fieldNames()).contains("severity") ? text(row, "severity") : "",
                number(row, "rul_median_h"));
    }

    private static Instant instant(Row row, String column) {
        Object value = row.getAs(column);
        return value instanceof java.sql.Timestamp time ? time.toInstant() : (Instant) value;
    }

    private static String text(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? "" : value.toString();
    }

    private static double number(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    private static Map<String, Map<Integer, Double>> thresholds(Configuration configuration, String path)
            throws IOException {
        CsvTable table = CsvTable.read(configuration, path, GradingFiles.THRESHOLD_COLUMNS);
        Map<String, Map<Integer, Double>> thresholds = new LinkedHashMap<>();
        for (String[] row : table.rows()) {
            thresholds
                    .computeIfAbsent(table.field(row, "operating_point"), any -> new LinkedHashMap<>())
                    .put(
                            (int) Double.parseDouble(table.field(row, "fold")),
                            Double.parseDouble(table.field(row, "threshold")));
        }
        return thresholds;
    }

    private static Map<String, Cost> costs(Configuration configuration, String path) throws IOException {
        if (!exists(configuration, path)) {
            return Map.of();
        }
        CsvTable table = CsvTable.read(configuration, path, GradingFiles.COST_COLUMNS);
        Map<String, Cost> costs = new TreeMap<>();
        for (String[] row : table.rows()) {
            costs.put(
                    table.field(row, "equipment_id"),
                    new Cost(
                            Double.parseDouble(table.field(row, "model")),
                            Double.parseDouble(table.field(row, "plain")),
                            Double.parseDouble(table.field(row, "unplanned")),
                            Double.parseDouble(table.field(row, "planned"))));
        }
        return costs;
    }

    private static List<Found> found(SparkSession spark, Configuration configuration, String path) throws IOException {
        if (!exists(configuration, path)) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (Row row : spark.read().parquet(path).collectAsList()) {
            found.add(new Found(
                    text(row, "equipment_id"),
                    text(row, "sensor"),
                    text(row, "kind"),
                    instant(row, "from_time"),
                    instant(row, "to_time")));
        }
        return found;
    }
}
