package io.millwright.evaluation;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A figure over rows that come in clusters (one machine each), recomputable when every cluster counts a given number of times.
 * That is all the bootstrap needs, so that sorting and summing happen once and a draw is one linear pass at most.
 */
public interface ClusterMetric {

    /** The figure when cluster {@code c} is taken {@code multiplicity[c]} times; NaN where it is undefined. */
    double value(int[] multiplicity);

    /** Number of clusters. */
    int clusters();

    /** What the figure is taken over on all data, see {@link Estimate#n()}. */
    long n();

    /** The figure on all data, every cluster once. */
    default double value() {
        return value(ones(clusters()));
    }

    /** The paired difference: both figures on the same draw. */
    default ClusterMetric minus(ClusterMetric other) {
        if (clusters() != other.clusters()) {
            throw new IllegalArgumentException(
                    "paired figures need the same clusters, got " + clusters() + " and " + other.clusters());
        }
        return of(clusters(), Math.min(n(), other.n()), draw -> value(draw) - other.value(draw));
    }

    static ClusterMetric of(int clusters, long n, ToDoubleFunction<int[]> value) {
        return new ClusterMetric() {
            @Override
            public double value(int[] multiplicity) {
                return value.applyAsDouble(multiplicity);
            }

            @Override
            public int clusters() {
                return clusters;
            }

            @Override
            public long n() {
                return n;
            }
        };
    }

    /** Sum of {@code numerator} over sum of {@code denominator}, both given per cluster; NaN where the denominator is 0. */
    static ClusterMetric ratio(double[] numerator, double[] denominator, long n) {
        if (numerator.length != denominator.length) {
            throw new IllegalArgumentException("one numerator and denominator per cluster, got " + numerator.length
                    + " and " + denominator.length);
        }
        return of(numerator.length, n, draw -> {
            double above = 0;
            double below = 0;
            for (int c = 0; c < draw.length; c++) {
                above += draw[c] * numerator[c];
                below += draw[c] * denominator[c];
            }
            return below == 0 ? Double.NaN : above / below;
        });
    }

    private static int[] ones(int clusters) {
        int[] ones = new int[clusters];
        Arrays.fill(ones, 1);
        return ones;
    }
}
