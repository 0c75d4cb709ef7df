package io.millwright.training.anomaly;

import java.util.Arrays;

/**
 * Where the values of one indicator lie when all is well.
 *
 * @param median of the known values
 * @param spread 1.4826 times the median absolute deviation, which estimates the standard deviation of normal values; may be 0
 * @param low first quartile
 * @param high third quartile
 * @param count of known values
 */
record Normal(double median, double spread, double low, double high, int count) {

    private static final double NORMAL_SCALE = 1.4826;

    /** NaN is unknown; without a known value all is NaN and the count 0. */
    static Normal of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double median = quantile(sorted, 0.5);
        double[] distances = Arrays.stream(sorted)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return new Normal(
                median,
                NORMAL_SCALE * quantile(distances, 0.5),
                quantile(sorted, 0.25),
                quantile(sorted, 0.75),
                sorted.length);
    }

    /** Linear between the neighbours, as numpy's default; NaN of nothing. */
    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
