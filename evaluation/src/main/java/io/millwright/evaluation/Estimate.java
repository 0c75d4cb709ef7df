package io.millwright.evaluation;

/**
 * One figure with its two-sided 95 % interval and what it rests on.
 *
 * @param value the figure on all data, NaN when undefined (for example a recall without events)
 * @param low lower end of the interval, NaN when there is none
 * @param high upper end of the interval, NaN when there is none
 * @param n number of things the figure is taken over (rows, events, episodes, machines: the metric says which), 0 when undefined
 */
public record Estimate(double value, double low, double high, long n) {

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

    public boolean isDefined() {
        return n > 0 && !Double.isNaN(value);
    }

    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
