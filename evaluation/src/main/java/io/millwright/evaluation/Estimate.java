package io.millwright.evaluation;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * One figure with its two-sided 95 % interval and what it rests on.
 *
 * @param value the figure on all data, NaN when undefined (for example a recall without events)
 * @param low lower end of the interval, NaN when there is none
 * @param high upper end of the interval, NaN when there is none
 * @param n number of things the figure is taken over (rows, events, episodes, machines: the metric says which), 0 when undefined
 */
public record Estimate(double value, double low, double high, long n) {

    private static final double TAIL = 0.025;

    public Estimate {
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, got " + n);
        }
    }

    /** The estimate of something that is not defined on these data. */
    public static Estimate undefined() {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }

    /** A figure without an interval. NaN gives {@link #undefined()}. */
    public static Estimate withoutInterval(double value, long n) {
        return Double.isNaN(value) || n == 0 ? undefined() : new Estimate(value, Double.NaN, Double.NaN, n);
    }

    /**
     * A share with its exact interval, which takes what is counted as independent; undefined of none.
     *
     * @see "Clopper and Pearson, The use of confidence or fiducial limits, 1934"
     */
    public static Estimate ofShare(long hits, long n) {
        if (n == 0) {
            return undefined();
        }
        double low =
                hits == 0 ? 0 : new BetaDistribution(null, hits, n - hits + 1.0).inverseCumulativeProbability(TAIL);
        double high =
                hits == n ? 1 : new BetaDistribution(null, hits + 1.0, n - hits).inverseCumulativeProbability(1 - TAIL);
        return new Estimate((double) hits / n, low, high, n);
    }

    public boolean isDefined() {
        return n > 0 && !Double.isNaN(value);
    }

    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
