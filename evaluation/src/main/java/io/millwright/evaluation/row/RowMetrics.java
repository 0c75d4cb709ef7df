package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * The row figures of one set of labelled rows, each ready for a bootstrap by machine. Average precision belongs beside
 * {@link #prevalence}, which is what a score without any knowledge reaches.
 */
public final class RowMetrics {

    private static final double CLIP = 1e-15;

    private final double[] score;
    private final boolean[] positive;
    private final int[] cluster;
    private final int clusters;
    private final RankedRows ranked;

    private RowMetrics(double[] score, boolean[] positive, int[] cluster, int clusters) {
        this.score = score;
        this.positive = positive;
        this.cluster = cluster;
        this.clusters = clusters;
        this.ranked = RankedRows.of(score, positive, cluster, clusters);
    }

    static RowMetrics of(ScoredRows labelled) {
        return of(
                labelled.scores(),
                labelled.positives(),
                labelled.clusterOfRow(),
                labelled.machines().size());
    }

    /**
     * Columns of equal length, one entry a row.
     *
     * @param cluster number of the row's machine, in [0, clusters)
     */
    public static RowMetrics of(double[] score, boolean[] positive, int[] cluster, int clusters) {
        if (score.length != positive.length || score.length != cluster.length) {
            throw new IllegalArgumentException("columns must have equal lengths, got " + score.length + ", "
                    + positive.length + " and " + cluster.length);
        }
        return new RowMetrics(score, positive, cluster, clusters);
    }

    /** Share of positives; n = rows. */
    public ClusterMetric prevalence() {
        return mean((p, y) -> y);
    }

    /**
     * Sum over distinct thresholds of (recall gained) x (precision); rows of equal score enter together. n = rows, undefined
     * without positives.
     */
    public ClusterMetric averagePrecision() {
        return ranked.averagePrecision();
    }

    /** Secondary only: under rarity it flatters everyone. */
    public ClusterMetric areaUnderRoc() {
        return ranked.areaUnderRoc();
    }

    /** Mean squared distance of probability and outcome. */
    public ClusterMetric brier() {
        return mean((p, y) -> (p - y) * (p - y));
    }

    /** Mean negative log-likelihood in nats, probabilities clipped to [1e-15, 1 - 1e-15]. */
    public ClusterMetric logLoss() {
        return mean((p, y) -> {
            double clipped = Math.min(1 - CLIP, Math.max(CLIP, p));
            return -Math.log(y == 1 ? clipped : 1 - clipped);
        });
    }

    public Calibration calibration() {
        return Calibration.of(score, positive, cluster, clusters);
    }

    /**
     * Mean outcome against mean probability in bins of about equally many rows, by rising probability. Equal probabilities share a
     * bin, so there may be fewer bins than asked for.
     */
    public List<ReliabilityBin> reliability(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be >= 1, got " + bins);
        }
        int n = score.length;
        int[] order = Ranking.byFallingScore(score);
        List<ReliabilityBin> curve = new ArrayList<>();
        int start = n;
        for (int bin = 1; bin <= bins && start > 0; bin++) {
            int end = Math.min(start, (int) Math.round(n * (double) (bins - bin) / bins));
            while (end > 0 && end < n && score[order[end - 1]] == score[order[end]]) {
                end--;
            }
            if (end < start) {
                curve.add(binOf(order, end, start));
                start = end;
            }
        }
        return List.copyOf(curve);
    }

    private ReliabilityBin binOf(int[] order, int from, int to) {
        double predicted = 0;
        double observed = 0;
        for (int i = from; i < to; i++) {
            predicted += score[order[i]];
            observed += positive[order[i]] ? 1 : 0;
        }
        return new ReliabilityBin(predicted / (to - from), observed / (to - from), to - from);
    }

    private ClusterMetric mean(DoubleBinaryOperator ofScoreAndOutcome) {
        double[] sum = new double[clusters];
        double[] rows = new double[clusters];
        for (int i = 0; i < score.length; i++) {
            sum[cluster[i]] += ofScoreAndOutcome.applyAsDouble(score[i], positive[i] ? 1 : 0);
            rows[cluster[i]]++;
        }
        return ClusterMetric.ratio(sum, rows, score.length);
    }
}
