package io.millwright.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Percentile bootstrap that draws whole machines, since rows of one machine are not independent (trap L16).
 *
 * <p>The draws depend on the seed and the number of clusters only, so two figures over the same machines are drawn alike and
 * {@link ClusterMetric#minus} gives a paired difference. Draws on which the figure is undefined are left out; if more than half
 * are, or there are fewer than two clusters, the estimate has no interval.
 *
 * <p>Percentiles of few clusters are too narrow, so they are taken further out by Student's t and by the bias of a bootstrap's variance
 * (the expanded percentile interval of Hesterberg, "What Teachers Should Know About the Bootstrap", 2015).
 *
 * @param draws number of draws, at least 1
 * @param seed seed of the draws
 */
public record ClusterBootstrap(int draws, long seed) {

    private static final double TAIL = 0.025;

    public ClusterBootstrap {
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be >= 1, got " + draws);
        }
    }

    /** The figure with its two-sided 95 % interval; undefined where the figure itself is. Cost: one evaluation per draw. */
    public Estimate estimate(ClusterMetric metric) {
        double value = metric.n() == 0 ? Double.NaN : metric.value();
        if (Double.isNaN(value)) {
            return Estimate.undefined();
        }
        double[] defined = definedDraws(metric);
        if (metric.clusters() < 2 || 2 * defined.length < draws) {
            return Estimate.withoutInterval(value, metric.n());
        }
        Arrays.sort(defined);
        double tail = tail(metric.clusters());
        return new Estimate(value, quantile(defined, tail), quantile(defined, 1 - tail), metric.n());
    }

    /** The share of draws beyond either end: of many clusters 0.025, of fewer less. */
    static double tail(int clusters) {
        double t = new TDistribution(clusters - 1.0).inverseCumulativeProbability(TAIL);
        return new NormalDistribution().cumulativeProbability(t * Math.sqrt(clusters / (clusters - 1.0)));
    }

    private double[] definedDraws(ClusterMetric metric) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] multiplicity = new int[metric.clusters()];
        double[] values = new double[draws];
        int defined = 0;
        for (int draw = 0; draw < draws; draw++) {
            drawInto(multiplicity, random);
            double value = metric.value(multiplicity);
            if (!Double.isNaN(value)) {
                values[defined++] = value;
            }
        }
        return Arrays.copyOf(values, defined);
    }

    private static void drawInto(int[] multiplicity, SplittableRandom random) {
        Arrays.fill(multiplicity, 0);
        for (int i = 0; i < multiplicity.length; i++) {
            multiplicity[random.nextInt(multiplicity.length)]++;
        }
    }

    /** Linear interpolation between order statistics (type 7 of Hyndman and Fan). */
    static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
