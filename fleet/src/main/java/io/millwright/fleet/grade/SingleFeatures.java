package io.millwright.fleet.grade;

import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.RowMetrics;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.GradedReport.SingleFeature;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Average precision of each feature by itself, high or low, on the rows the model is graded on. */
final class SingleFeatures {
    private SingleFeatures() {}

    /** The features that all exams have, best first. */
    static List<SingleFeature> of(List<Exam> exams) {
        Map<String, double[]> byFeature = new TreeMap<>();
        long allRows = 0;
        for (Exam exam : exams) {
            FeatureMatrix features = exam.run().features();
            if (features == null) {
                return List.of();
            }
            addExam(exam, features, byFeature);
            allRows += features.rows();
        }
        long total = allRows;
        return byFeature.entrySet().stream()
                .map(entry -> new SingleFeature(
                        entry.getKey(),
                        entry.getValue()[0] >= entry.getValue()[1] ? "+" : "-",
                        Math.max(entry.getValue()[0], entry.getValue()[1]) / total))
                .sorted(Comparator.comparingDouble(SingleFeature::averagePrecision)
                        .reversed())
                .toList();
    }

    /** Adds each feature's average precision in this exam, weighted by its rows. */
    private static void addExam(Exam exam, FeatureMatrix features, Map<String, double[]> byFeature) {
        int[] rows = gradedRows(exam, features);
        boolean[] positive = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positive[i] = label(exam, features, rows[i]) == Label.POSITIVE;
        }
        for (int f = 0; f < features.names().size(); f++) {
            double[] values = filled(features.values()[f], rows);
            double[] negated = Arrays.stream(values).map(value -> -value).toArray();
            double[] figures = byFeature.computeIfAbsent(features.names().get(f), any -> new double[2]);
            figures[0] += features.rows() * averagePrecision(values, positive);
            figures[1] += features.rows() * averagePrecision(negated, positive);
        }
    }

    private static int[] gradedRows(Exam exam, FeatureMatrix features) {
        return java.util.stream.IntStream.range(0, features.rows())
                .filter(row -> exam.windows().stream().anyMatch(window -> window.contains(features.asOfMillis()[row])))
                .filter(row -> label(exam, features, row) != Label.UNLABELLED)
                .toArray();
    }

    private static Label label(Exam exam, FeatureMatrix features, int row) {
        java.time.Instant asOf = java.time.Instant.ofEpochMilli(features.asOfMillis()[row]);
        return exam.label(features.machines().get(row), asOf, Failures.WITH_PRECURSOR);
    }

    private static double averagePrecision(double[] values, boolean[] positive) {
        double value = RowMetrics.of(values, positive, new int[values.length], 1)
                .averagePrecision()
                .value();
        return Double.isNaN(value) ? 0 : value;
    }

    /** The rows' values, those without one at the median of the others. */
    private static double[] filled(float[] values, int[] rows) {
        double[] known = Arrays.stream(rows)
                .mapToDouble(row -> values[row])
                .filter(value -> !Double.isNaN(value) && !Double.isInfinite(value))
                .sorted()
                .toArray();
        double middle = known.length == 0 ? 0 : known[known.length / 2];
        return Arrays.stream(rows)
                .mapToDouble(row -> Float.isFinite(values[row]) ? values[row] : middle)
                .toArray();
    }
}
