package io.millwright.features.waveform;

import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Hann-windowed spectra of bursts of one length. Its arrays are written anew for every burst; not for several threads.
 *
 * <p>{@code samples -> about their mean -> windowed -> bins (complex) -> power}
 */
final class HannTransform {

    /** Bursts shorter than this have too few bins to say anything. */
    static final int SHORTEST = 64;

    /** Share of the samples that must be numbers. */
    private static final double LEAST_FINITE = 0.9;

    static {
        // Spark's tasks are the threads.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final double[] window;
    private final double[] bins;
    private final double[] power;
    private final DoubleFFT_1D fft;
    private double mean = Double.NaN;

    /** @param length of the bursts, even, at least {@link #SHORTEST} */
    HannTransform(int length) {
        this.window = window(length);
        this.bins = new double[length];
        this.power = new double[length / 2 + 1];
        this.fft = new DoubleFFT_1D(length);
    }

    /** The periodic Hann window. */
    static double[] window(int length) {
        double[] window = new double[length];
        for (int i = 0; i < length; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
        }
        return window;
    }

    int length() {
        return bins.length;
    }

    /**
     * Real and imaginary parts of the last burst's bins, one after the other; but for the mean and the last bin, which share the
     * first two places.
     */
    double[] bins() {
        return bins;
    }

    /**
     * The power spectrum of a burst in the sensor's unit squared, scaled so that its bins sum to the mean square of the windowed
     * samples over that of the window.
     *
     * @param samples as many as the length, or one more, which is left out; those that are no numbers count as the mean
     * @return null where more than a tenth of the samples are no numbers, or all are the same
     */
    @Nullable
    Spectrum of(float[] samples, double samplingHz) {
        mean = mean(samples);
        if (Double.isNaN(mean) || !fill(samples)) {
            return null;
        }
        fft.realForward(bins);
        int last = power.length - 1;
        double scale = 2 / (0.375 * bins.length * bins.length);
        for (int bin = 1; bin < last; bin++) {
            double re = bins[2 * bin];
            double im = bins[2 * bin + 1];
            power[bin] = scale * (re * re + im * im);
        }
        power[0] = scale / 2 * bins[0] * bins[0];
        power[last] = scale / 2 * bins[1] * bins[1];
        Spectrum spectrum = new Spectrum(power, samplingHz / bins.length);
        return spectrum.total() > 0 ? spectrum : null;
    }

    /** Mean of the last burst, NaN where too few of its samples were numbers. */
    double mean() {
        return mean;
    }

    private double mean(float[] samples) {
        double sum = 0;
        int finite = 0;
        for (int i = 0; i < bins.length; i++) {
            if (Float.isFinite(samples[i])) {
                sum += samples[i];
                finite++;
            }
        }
        return finite < LEAST_FINITE * bins.length ? Double.NaN : sum / finite;
    }

    /** Puts the windowed deviations in place, and says whether there are any. */
    private boolean fill(float[] samples) {
        double farthest = 0;
        for (int i = 0; i < bins.length; i++) {
            double deviation = Float.isFinite(samples[i]) ? samples[i] - mean : 0;
            farthest = Math.max(farthest, Math.abs(deviation));
            bins[i] = deviation * window[i];
        }
        return !BurstSummary.isFlat(mean, farthest);
    }
}
