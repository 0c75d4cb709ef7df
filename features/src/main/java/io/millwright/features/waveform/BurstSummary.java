package io.millwright.features.waveform;

/**
 * One burst in the time domain, about its own mean. NaN where a number cannot be computed.
 *
 * @param rms root mean square, in the sensor's unit
 * @param peak largest absolute deviation, in the sensor's unit
 * @param crestFactor peak over rms
 * @param kurtosis 3 for a normal distribution
 * @param highFrequencyShare root mean square of first differences over twice the rms: near 0 for slow waves, 1 for samples
 *     that alternate
 */
public record BurstSummary(
        double rms, double peak, double crestFactor, double kurtosis, double skewness, double highFrequencyShare) {

    /** Number of numbers. */
    public static final int SIZE = 6;

    /**
     * The summary of the finite samples of a burst, evenly spaced.
     *
     * @param burst the samples about their mean
     */
    static BurstSummary of(float[] samples, Deviations burst) {
        double[] deviations = burst.values();
        int odd = samples.length % 2;
        double first = odd == 0 ? 0 : deviations[0];
        double m2 = first * first;
        double m3 = m2 * first;
        double m4 = m2 * m2;
        double steps = 0;
        double before = samples.length == 0 ? 0 : deviations[0];
        for (int i = odd; i < samples.length; i += 2) {
            double d = deviations[i];
            double next = deviations[i + 1];
            double square = d * d;
            double nextSquare = next * next;
            m2 += square + nextSquare;
            m3 += square * d + nextSquare * next;
            m4 += square * square + nextSquare * nextSquare;
            steps += (d - before) * (d - before) + (next - d) * (next - d);
            before = next;
        }
        int n = burst.finite();
        double rms = Math.sqrt(m2 / n);
        if (n < 4 || burst.isFlat()) {
            double peak = n == 0 ? Double.NaN : burst.peak();
            return new BurstSummary(rms, peak, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double squaredSteps = n == samples.length ? steps : squaredSteps(samples);
        return new BurstSummary(
                rms,
                burst.peak(),
                burst.peak() / rms,
                n * m4 / (m2 * m2),
                Math.sqrt(n) * m3 / (m2 * Math.sqrt(m2)),
                Math.sqrt(squaredSteps / (n - 1)) / (2 * rms));
    }

    /** Sum of the squared differences between neighbours that are both numbers. */
    private static double squaredSteps(float[] samples) {
        double sum = 0;
        for (int i = 1; i < samples.length; i++) {
            double step = (double) samples[i] - samples[i - 1];
            sum += Double.isFinite(step) ? step * step : 0;
        }
        return sum;
    }

    /** The numbers in the order of the parts. */
    public double[] toArray() {
        return new double[] {rms, peak, crestFactor, kurtosis, skewness, highFrequencyShare};
    }
}
