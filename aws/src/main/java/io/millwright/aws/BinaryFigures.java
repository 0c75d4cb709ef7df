package io.millwright.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What Model Monitor states of a yes or no: figures by their names there, NaN where one is not defined, and curves.
 *
 * @param values by name
 * @param curves and the confusion matrix, by name
 */
record BinaryFigures(Map<String, Double> values, Map<String, Object> curves) {

    /** Ends the names of figures of a classifier that always says what is more frequent. */
    static final String CONSTANT = "_best_constant_classifier";

    /** Points of a curve that are kept. */
    private static final int POINTS = 100;

    static BinaryFigures of(double[] score, boolean[] alerted, boolean[] positive, IntPredicate sample) {
        int[] rows = IntStream.range(0, score.length).filter(sample).toArray();
        Counts counts = Counts.of(alerted, positive, rows);
        List<Counts> sweep = sweep(score, positive, rows);
        Map<String, Double> values = counts.figures();
        boolean always = 2 * counts.positives() > rows.length;
        new Counts(
                        always ? counts.positives() : 0,
                        always ? counts.negatives() : 0,
                        always ? 0 : counts.negatives(),
                        always ? 0 : counts.positives())
                .constant()
                .forEach((name, value) -> values.put(name + CONSTANT, value));
        values.put("auc", area(sweep));
        return new BinaryFigures(values, curves(counts, thinned(sweep)));
    }

    /** Counts at every threshold, from never alerting to always; rows of equal score alert together. */
    private static List<Counts> sweep(double[] score, boolean[] positive, int[] rows) {
        int positives = (int) IntStream.of(rows).filter(row -> positive[row]).count();
        int[] falling = IntStream.of(rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -score[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Counts> sweep = new ArrayList<>();
        int hits = 0;
        sweep.add(new Counts(0, 0, rows.length - positives, positives));
        for (int i = 0; i < falling.length; i++) {
            hits += positive[falling[i]] ? 1 : 0;
            if (i == falling.length - 1 || score[falling[i]] != score[falling[i + 1]]) {
                int wrong = i + 1 - hits;
                sweep.add(new Counts(hits, wrong, rows.length - positives - wrong, positives - hits));
            }
        }
        return sweep;
    }

    /** Under the ROC curve, by trapezia. */
    private static double area(List<Counts> sweep) {
        double area = 0;
        for (int i = 1; i < sweep.size(); i++) {
            Counts left = sweep.get(i - 1);
            Counts right = sweep.get(i);
            area += (right.falseRate() - left.falseRate()) * (right.recall() + left.recall()) / 2;
        }
        return area;
    }

    private static List<Counts> thinned(List<Counts> sweep) {
        int step = Math.max(1, sweep.size() / POINTS);
        return IntStream.range(0, sweep.size())
                .filter(i -> i % step == 0 || i == sweep.size() - 1)
                .mapToObj(sweep::get)
                .toList();
    }

    private static Map<String, Object> curves(Counts counts, List<Counts> sweep) {
        Map<String, Object> curves = new LinkedHashMap<>();
        curves.put(
                "confusion_matrix",
                Map.of(
                        "0", Map.of("0", counts.silent(), "1", counts.wrong()),
                        "1", Map.of("0", counts.missed(), "1", counts.hits())));
        curves.put(
                "receiver_operating_characteristic_curve",
                Map.of(
                        "false_positive_rates",
                                sweep.stream().map(Counts::falseRate).toList(),
                        "true_positive_rates",
                                sweep.stream().map(Counts::recall).toList()));
        List<Counts> alerting =
                sweep.stream().filter(each -> each.hits() + each.wrong() > 0).toList();
        curves.put(
                "precision_recall_curve",
                Map.of(
                        "precisions", alerting.stream().map(Counts::precision).toList(),
                        "recalls", alerting.stream().map(Counts::recall).toList()));
        return curves;
    }

    /**
     * The confusion matrix.
     *
     * @param hits alerted and right
     * @param wrong alerted and not
     * @param silent not alerted and right
     * @param missed not alerted and not
     */
    private record Counts(int hits, int wrong, int silent, int missed) {

        static Counts of(boolean[] alerted, boolean[] positive, int[] rows) {
            int[] count = new int[4];
            for (int row : rows) {
                count[alerted[row] ? positive[row] ? 0 : 1 : positive[row] ? 3 : 2]++;
            }
            return new Counts(count[0], count[1], count[2], count[3]);
        }

        int positives() {
            return hits + missed;
        }

        int negatives() {
            return wrong + silent;
        }

        double recall() {
            return (double) hits / positives();
        }

        double precision() {
            return (double) hits / (hits + wrong);
        }

        double falseRate() {
            return (double) wrong / negatives();
        }

        private double accuracy() {
            return (double) (hits + silent) / (positives() + negatives());
        }

        /** Of precision and recall, where recall weighs beta times as much. */
        private double f(double beta) {
            double squared = beta * beta;
            return (1 + squared) * hits / ((1 + squared) * hits + squared * missed + wrong);
        }

        Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("recall", recall());
            figures.put("precision", precision());
            figures.put("accuracy", accuracy());
            figures.put("true_positive_rate", recall());
            figures.put("true_negative_rate", 1 - falseRate());
            figures.put("false_positive_rate", falseRate());
            figures.put("false_negative_rate", 1 - recall());
            figures.put("f0_5", f(0.5));
            figures.put("f1", f(1));
            figures.put("f2", f(2));
            return figures;
        }

        Map<String, Double> constant() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("recall", recall());
            figures.put("precision", precision());
            figures.put("accuracy", accuracy());
            figures.put("f0_5", f(0.5));
            figures.put("f1", f(1));
            figures.put("f2", f(2));
            return figures;
        }
    }
}
