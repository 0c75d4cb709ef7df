package io.millwright.evaluation.rul;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.Quantiles;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Figures over remaining-useful-life predictions, as given; take {@link #capped} for the capped protocol. Each is undefined without
 * rows. n = rows, except for interval figures: n = rows with an interval.
 */
public final class RulMetrics {

    private final List<RulPrediction> rows;
    private final List<String> machines;

    public RulMetrics(List<RulPrediction> rows) {
        this.rows = List.copyOf(rows);
        this.machines = List.copyOf(
                this.rows.stream().map(RulPrediction::machine).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The same with truth, prediction and interval capped, for example at 125 cycles. */
    public RulMetrics capped(double cap) {
        return new RulMetrics(rows.stream().map(row -> row.capped(cap)).toList());
    }

    /** Only the rows near enough to failure to decide something: true RUL at most this. */
    public RulMetrics decisionZone(double longestRul) {
        return new RulMetrics(
                rows.stream().filter(row -> row.truth() <= longestRul).toList());
    }

    public ClusterMetric rmse() {
        ClusterMetric meanSquare = mean(row -> square(row.predicted() - row.truth()));
        return ClusterMetric.of(meanSquare.clusters(), meanSquare.n(), draw -> Math.sqrt(meanSquare.value(draw)));
    }

    public ClusterMetric mae() {
        return mean(row -> Math.abs(row.predicted() - row.truth()));
    }

    /** Per row; comparable between fleets of different size, though one late outlier dominates it. Meant for cycles. */
    public ClusterMetric nasaScoreMean() {
        return mean(row -> NasaScore.of(row.predicted() - row.truth()));
    }

    /** Over rows, as papers give it; comparable between results on the same test units only. */
    public ClusterMetric nasaScoreSum() {
        double[] sum = perMachine(row -> NasaScore.of(row.predicted() - row.truth()));
        return ClusterMetric.of(machines.size(), rows.size(), draw -> {
            double total = 0;
            for (int m = 0; m < draw.length; m++) {
                total += draw[m] * sum[m];
            }
            return total;
        });
    }

    /**
     * Over rows, the score that so large a share of them does not exceed: 0.5 is what a prediction usually costs, 0.9 what the costly ones
     * begin at. Beside the mean, which one late outlier dominates. Meant for cycles.
     */
    public ClusterMetric nasaScoreQuantile(double share) {
        int[] machine = rows.stream()
                .mapToInt(row -> Collections.binarySearch(machines, row.machine()))
                .toArray();
        double[] score = rows.stream()
                .mapToDouble(row -> NasaScore.of(row.predicted() - row.truth()))
                .toArray();
        return Quantiles.of(score, machine, machines.size(), share);
    }

    /** Share of predictions later than the truth by more than this. */
    public ClusterMetric lateShare(double moreThan) {
        return mean(row -> row.predicted() - row.truth() > moreThan ? 1 : 0);
    }

    /**
     * Share of rows whose interval holds the truth, with its exact (Clopper-Pearson) 95 % interval. The interval takes rows as
     * independent: give one row per machine.
     */
    public Estimate intervalCoverage() {
        List<RulPrediction> withInterval = withInterval();
        return Estimate.ofShare(
                withInterval.stream().filter(RulPrediction::covered).count(), withInterval.size());
    }

    public ClusterMetric intervalMeanWidth() {
        RulMetrics those = new RulMetrics(withInterval());
        return those.mean(row -> row.upper() - row.lower());
    }

    /**
     * Winkler's score of the intervals: their width, and where the truth lies outside, how far, times 2 / (1 - nominal). Narrow intervals
     * that hold what they promise have the smallest; in the unit of the lives.
     *
     * @see "Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, JASA 2007, equation 43"
     */
    public ClusterMetric winklerScore(double nominal) {
        return new RulMetrics(withInterval())
                .mean(row -> row.upper()
                        - row.lower()
                        + 2
                                / (1 - nominal)
                                * (Math.max(0, row.lower() - row.truth()) + Math.max(0, row.truth() - row.upper())));
    }

    /** Pinball loss, the mean of that of the interval's two ends and of the prediction as a median; in the unit of the lives. */
    public ClusterMetric pinballLoss(double nominal) {
        double tail = (1 - nominal) / 2;
        return new RulMetrics(withInterval())
                .mean(row -> (pinball(row.truth(), row.lower(), tail)
                                + pinball(row.truth(), row.predicted(), 0.5)
                                + pinball(row.truth(), row.upper(), 1 - tail))
                        / 3);
    }

    private static double pinball(double truth, double quantile, double level) {
        return Math.max(level * (truth - quantile), (level - 1) * (truth - quantile));
    }

    private List<RulPrediction> withInterval() {
        return rows.stream().filter(RulPrediction::hasInterval).toList();
    }

    private ClusterMetric mean(ToDoubleFunction<RulPrediction> ofRow) {
        return ClusterMetric.ratio(perMachine(ofRow), perMachine(row -> 1), rows.size());
    }

    private double[] perMachine(ToDoubleFunction<RulPrediction> ofRow) {
        Map<String, Double> sums = new TreeMap<>();
        for (RulPrediction row : rows) {
            sums.merge(row.machine(), ofRow.applyAsDouble(row), Double::sum);
        }
        return machines.stream()
                .mapToDouble(machine -> sums.getOrDefault(machine, 0.0))
                .toArray();
    }

    private static double square(double value) {
        return value * value;
    }
}
