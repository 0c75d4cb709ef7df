package io.millwright.features.tile;

import java.util.Arrays;

/** The stupid oracle: each statistic by a loop over raw readings, as its definition reads. */
public final class NaiveStatistics {

    private final long[] times;
    private final double[] values;

    public NaiveStatistics(long[] times, double[] values) {
        int[] usable = java.util.stream.IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]))
                .toArray();
        this.times = Arrays.stream(usable).mapToLong(i -> times[i]).toArray();
        this.values = Arrays.stream(usable).mapToDouble(i -> values[i]).toArray();
    }

    public int count() {
        return values.length;
    }

    public double mean() {
        return java.math.BigDecimal.valueOf(0)
                .add(Arrays.stream(values)
                        .mapToObj(java.math.BigDecimal::new)
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add))
                .divide(java.math.BigDecimal.valueOf(values.length), java.math.MathContext.DECIMAL128)
                .doubleValue();
    }

    public double power(int exponent) {
        java.math.BigDecimal mean = Arrays.stream(values)
                .mapToObj(java.math.BigDecimal::new)
                .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                .divide(java.math.BigDecimal.valueOf(values.length), java.math.MathContext.DECIMAL128);
        return Arrays.stream(values)
                .mapToObj(value ->
                        new java.math.BigDecimal(value).subtract(mean).pow(exponent, java.math.MathContext.DECIMAL128))
                .reduce(java.math.BigDecimal.ZERO, (a, b) -> a.add(b, java.math.MathContext.DECIMAL128))
                .doubleValue();
    }

    public double variance() {
        return power(2) / (values.length - 1);
    }

    public double skewness() {
        double n = values.length;
        return power(3) / n / Math.pow(power(2) / n, 1.5);
    }

    public double kurtosis() {
        double n = values.length;
        return power(4) / n / Math.pow(power(2) / n, 2);
    }

    public double rms() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    public double slopePerMs() {
        double timeMean = Arrays.stream(times)
                .mapToDouble(time -> time - times[0])
                .average()
                .orElseThrow();
        double mean = mean();
        double up = 0;
        double down = 0;
        for (int i = 0; i < values.length; i++) {
            double t = times[i] - times[0] - timeMean;
            up += t * (values[i] - mean);
            down += t * t;
        }
        return up / down;
    }

    public double min() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    public double max() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    public double first() {
        return values[0];
    }

    public double last() {
        return values[values.length - 1];
    }

    /** Type 7 of Hyndman and Fan. */
    public double quantile(double q) {
        return quantile(values, q);
    }

    public double medianDeviation(double median) {
        double[] deviations = Arrays.stream(values)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return deviations[(deviations.length - 1) / 2];
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
