package io.millwright.features.waveform;

import org.jspecify.annotations.Nullable;

/**
 * Hann-windowed spectra of bursts of one length. Its arrays are written anew for every burst; not for several threads.
 *
 * <p>{@code samples about their mean -> windowed -> bins (complex) -> power}
 */
final class HannTransform {

    /** Bursts shorter than this have too few bins to say anything. */
    static final int SHORTEST = 64;

    /** Share of the samples that must be numbers. */
    private static final double LEAST_FINITE = 0.9;

    private final double[] window;
    private final double[] bins;
    private final double[] power;
    private final RealTransform fourier;

    /** @param length of the bursts, even, at least {@link #SHORTEST} */
    HannTransform(int length) {
        this.window = window(length);
        this.bins = new double[length];
        this.power = new double[length / 2 + 1];
        this.fourier = new RealTransform(length);
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
     * @param burst as many samples as the length; those that are no numbers count as the mean
     * @return null where more than a tenth of the samples are no numbers, or all are the same
     */
    @Nullable
    Spectrum of(Deviations burst, double samplingHz) {
        if (burst.finite() < LEAST_FINITE * bins.length || burst.isFlat()) {
            return null;
        }
        double[] deviations = burst.values();
        for (int i = 0; i < bins.length; i++) {
            bins[i] = deviations[i] * window[i];
        }
        fourier.forward(bins);
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
}
