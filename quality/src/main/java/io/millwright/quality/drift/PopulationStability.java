package io.millwright.quality.drift;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * The population stability index over bins fixed by quantiles of the reference. Under no drift it is not 0: its mean is
 * {@code (1/n + 1/m)(B - 1)}, so a fixed limit such as 0.1 fires on every small fleet. The limit here comes from that null:
 * {@code PSI / (1/n + 1/m)} is close to chi-square with {@code B - 1} degrees of freedom.
 *
 * @param value the index, dimensionless, >= 0
 * @param expectedUnderNoDrift its mean where nothing drifted
 * @param limit its quantile at {@code 1 - alpha} where nothing drifted
 * @param bins B, the number of bins that were distinct
 */
record PopulationStability(double value, double expectedUnderNoDrift, double limit, int bins) {

    /** Counts are raised by this share of an observation per bin, so that an empty bin gives a finite index. */
    private static final double SMOOTHING = 0.5;

    boolean beyondLimit() {
        return value > limit;
    }

    /**
     * @param maximumBins upper bound of B; a small sample uses fewer, at least five reference values a bin
     * @param alpha share of false alarms the limit allows
     */
    static PopulationStability of(double[] reference, double[] current, int maximumBins, double alpha) {
        double[] edges = edges(reference, Math.max(2, Math.min(maximumBins, reference.length / 5)));
        int bins = edges.length + 1;
        double[] p = shares(reference, edges);
        double[] q = shares(current, edges);
        double index = 0;
        for (int bin = 0; bin < bins; bin++) {
            index += (q[bin] - p[bin]) * Math.log(q[bin] / p[bin]);
        }
        double scale = 1.0 / reference.length + 1.0 / current.length;
        double limit = bins < 2
                ? 0
                : scale * new ChiSquaredDistribution(null, bins - 1).inverseCumulativeProbability(1 - alpha);
        return new PopulationStability(index, scale * (bins - 1), limit, bins);
    }

    /** Inner quantiles of the reference, each once; a constant reference has one bin below, at and above its value. */
    private static double[] edges(double[] reference, int bins) {
        double[] edges = new double[bins - 1];
        for (int i = 1; i < bins; i++) {
            edges[i - 1] = Quantiles.of(reference, (double) i / bins);
        }
        return Arrays.stream(edges).distinct().toArray();
    }

    private static double[] shares(double[] values, double[] edges) {
        double[] counts = new double[edges.length + 1];
        for (double value : values) {
            int bin = 0;
            while (bin < edges.length && value > edges[bin]) {
                bin++;
            }
            counts[bin]++;
        }
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] = (counts[bin] + SMOOTHING) / (values.length + SMOOTHING * counts.length);
        }
        return counts;
    }
}
