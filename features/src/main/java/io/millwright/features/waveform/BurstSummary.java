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

    /** Deviations below this share of the largest sample are rounding: the burst is flat. */
    private static final double ROUNDING = 1e-9;

    /** The summary of the finite samples of a burst, evenly spaced. */
    public static BurstSummary of(float[] samples) {
        double sum = 0;
        int n = 0;
        for (float sample : samples) {
            if (Float.isFinite(sample)) {
                sum += sample;
                n++;
            }
        }
        double mean = sum / n;
        double m2 = 0;
        double m3 = 0;
        double m4 = 0;
        double peak = 0;
        double differences = 0;
        double before = Double.NaN;
        for (float sample : samples) {
            double d = sample - mean;
            if (Double.isFinite(d)) {
                double square = d * d;
                m2 += square;
                m3 += square * d;
                m4 += square * square;
                peak = Math.max(peak, Math.abs(d));
                double step = d - before;
                differences += Double.isFinite(step) ? step * step : 0;
            }
            before = d;
        }
        if (n < 4 || isFlat(mean, peak)) {
            return new BurstSummary(
                    n == 0 ? Double.NaN : Math.sqrt(m2 / n),
                    n == 0 ? Double.NaN : peak,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN);
        }
        double rms = Math.sqrt(m2 / n);
        return new BurstSummary(
                rms,
                peak,
                peak / rms,
                n * m4 / (m2 * m2),
                Math.sqrt(n) * m3 / (m2 * Math.sqrt(m2)),
                Math.sqrt(differences / (n - 1)) / (2 * rms));
    }

    /** Whether the farthest deviation from the mean is no more than rounding. */
    static boolean isFlat(double mean, double farthest) {
        return farthest <= ROUNDING * (Math.abs(mean) + farthest);
    }

    /** The numbers in the order of the parts. */
    public double[] toArray() {
        return new double[] {rms, peak, crestFactor, kurtosis, skewness, highFrequencyShare};
    }
}
