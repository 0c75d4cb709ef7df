package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.evaluation.row.VolumeUnderSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How well scores rank the labelled time before failures within each series by itself, which no level of one machine against another
 * helps. A series is one machine in one test, with a positive and a negative row; figures are means over series, intervals by machine.
 *
 * @param longestBuffer of {@link VolumeUnderSurface}, in rows
 * @param series they are means over, the n of each
 * @param averagePrecision of each series, without any buffer
 * @param prevalence share of positive rows among the labelled ones of a series: what random scores have for average precision
 */
public record AnomalyRanking(
        int longestBuffer, long series, Estimate vusPr, Estimate averagePrecision, Estimate prevalence) {

    /** Null where no series has both labels. */
    static @Nullable AnomalyRanking of(List<ScoredRows> tests, int longestBuffer, ClusterBootstrap bootstrap) {
        Map<String, List<ScoredRows>> byMachine = new TreeMap<>();
        for (ScoredRows test : tests) {
            for (ScoredRows series : test.byMachine()) {
                if (has(series, Label.POSITIVE) && has(series, Label.NEGATIVE)) {
                    byMachine
                            .computeIfAbsent(series.machine(0), any -> new ArrayList<>())
                            .add(series);
                }
            }
        }
        return byMachine.isEmpty()
                ? null
                : new AnomalyRanking(
                        longestBuffer,
                        byMachine.values().stream().mapToLong(List::size).sum(),
                        bootstrap.estimate(mean(byMachine, series -> volume(series, longestBuffer))),
                        bootstrap.estimate(mean(
                                byMachine,
                                series -> series.metrics().averagePrecision().value())),
                        bootstrap.estimate(
                                mean(byMachine, series -> series.prevalence().value())));
    }

    private static boolean has(ScoredRows series, Label label) {
        return labels(series).contains(label);
    }

    private static List<Label> labels(ScoredRows series) {
        List<Label> labels = new ArrayList<>();
        for (int row = 0; row < series.size(); row++) {
            labels.add(series.label(row));
        }
        return labels;
    }

    private static double volume(ScoredRows series, int longestBuffer) {
        double[] scores = new double[series.size()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = series.score(row);
        }
        return VolumeUnderSurface.precisionRecall(scores, labels(series), longestBuffer);
    }

    private static ClusterMetric mean(Map<String, List<ScoredRows>> byMachine, ToDoubleFunction<ScoredRows> figure) {
        double[] sums = byMachine.values().stream()
                .mapToDouble(all -> all.stream().mapToDouble(figure).sum())
                .toArray();
        double[] counts = byMachine.values().stream().mapToDouble(List::size).toArray();
        return ClusterMetric.ratio(
                sums, counts, byMachine.values().stream().mapToLong(List::size).sum());
    }
}
