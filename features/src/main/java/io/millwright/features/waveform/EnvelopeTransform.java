package io.millwright.features.waveform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Envelope spectra of bursts of one length: what strikes a machine makes it ring, and how often it strikes is written in the
 * envelope of the ringing. Its arrays are written anew for every burst; not for several threads.
 *
 * <p>{@code bins of the band -> moved down to 0, negative frequencies 0 -> back in time: |analytic signal| -> spectrum}. The band
 * reaches from 1/8 to 2/5 of the sampling rate: above the shaft's own lines, below what an anti-aliasing filter takes, and wide
 * enough for a line at a quarter of the sampling rate. The burst stays under its Hann window all the way, so no second one is needed.
 *
 * @see "Randall and Antoni, Rolling element bearing diagnostics: a tutorial, MSSP 25 (2011)"
 */
final class EnvelopeTransform {

    private static final double BAND_FROM = 0.125;

    /** Least number of points of an envelope for each bin of the band: what is faster than half of them is weak. */
    private static final double POINTS_A_BIN = 1.4;

    private final int firstBin;
    private final int lastBin;
    private final double[] window;
    private final double[] analytic;
    private final double[] envelope;
    private final double[] power;
    private final DoubleFFT_1D backward;
    private final RealTransform forward;

    /** @param length of the bursts, at least {@link HannTransform#SHORTEST} */
    EnvelopeTransform(int length) {
        this.firstBin = (int) Math.ceil(BAND_FROM * length);
        this.lastBin = (int) Math.floor(Sensing.USABLE * length);
        int points = powerOfTwo((int) Math.ceil(POINTS_A_BIN * (lastBin - firstBin + 1)));
        this.window = HannTransform.window(points);
        this.analytic = new double[2 * points];
        this.envelope = new double[points];
        this.power = new double[points / 2 + 1];
        this.backward = new DoubleFFT_1D(points);
        this.forward = new RealTransform(points);
    }

    /**
     * An envelope under the Hann window.
     *
     * @param spectrum of the envelope, in any unit squared; its bins are as wide as the burst's
     * @param carrier root of the power a line would have that doubles and extinguishes the ringing in turn
     * @param widthHz of the band; faster strikes leave no line
     * @param spectralKurtosis of the band
     */
    record Envelope(Spectrum spectrum, double carrier, double widthHz, double spectralKurtosis) {

        /**
         * How deep the strongest line near a frequency modulates the ringing: 0 not at all, 1 from twice its mean to nothing; more for
         * sharp strikes.
         */
        double depth(double hz, double withinHz) {
            return Math.sqrt(spectrum.peak(hz, withinHz)) / carrier;
        }
    }

    /** The envelope of a burst from its bins; null where nothing is in the band. */
    @Nullable
    Envelope of(double[] bins, double binHz) {
        int inBand = 2 * (lastBin - firstBin + 1);
        System.arraycopy(bins, 2 * firstBin, analytic, 0, inBand);
        Arrays.fill(analytic, inBand, analytic.length, 0);
        backward.complexInverse(analytic, false);
        for (int i = 0; i < envelope.length; i++) {
            envelope[i] = analytic[2 * i] * analytic[2 * i] + analytic[2 * i + 1] * analytic[2 * i + 1];
        }
        double squares = Sums.of(envelope, 0, envelope.length);
        double fourths = Sums.ofSquares(envelope, 0, envelope.length);
        for (int i = 0; i < envelope.length; i++) {
            envelope[i] = Math.sqrt(envelope[i]);
        }
        double sum = Sums.of(envelope, 0, envelope.length);
        if (!(sum > 0)) {
            return null;
        }
        double width = binHz * (lastBin - firstBin);
        return new Envelope(spectrum(sum, binHz), sum / 2, width, kurtosis(squares, fourths));
    }

    /** Of the envelope about its mean; bins as wide as the burst's, whatever the number of points. */
    private Spectrum spectrum(double sum, double binHz) {
        double mean = sum / (0.5 * envelope.length);
        for (int i = 0; i < envelope.length; i++) {
            envelope[i] -= mean * window[i];
        }
        forward.forward(envelope);
        int last = power.length - 1;
        for (int bin = 1; bin < last; bin++) {
            double re = envelope[2 * bin];
            double im = envelope[2 * bin + 1];
            power[bin] = re * re + im * im;
        }
        power[0] = 0;
        power[last] = envelope[1] * envelope[1];
        return new Spectrum(power, binHz);
    }

    /**
     * Spectral kurtosis of the band as a whole: 0 for stationary noise, -1 for a steady tone, positive for strikes. Mean squares
     * and fourth powers are weighted by those of the window (3/8 and 35/128).
     *
     * @see "Antoni and Randall, The spectral kurtosis: application to the vibratory surveillance and diagnostics of rotating
     *     machines, MSSP 20 (2006)"
     */
    private double kurtosis(double squares, double fourths) {
        double meanSquare = squares / (envelope.length * 3.0 / 8);
        double meanFourth = fourths / (envelope.length * 35.0 / 128);
        return meanFourth / (meanSquare * meanSquare) - 2;
    }

    /** The smallest from this number on: several times as quick to transform as others. */
    private static int powerOfTwo(int atLeast) {
        int highest = Integer.highestOneBit(atLeast);
        return highest == atLeast ? highest : 2 * highest;
    }
}
