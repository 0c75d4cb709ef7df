package io.millwright.features.waveform;

import io.millwright.features.waveform.EnvelopeTransform.Envelope;

/** Lines at multiples of the shaft speed in an envelope spectrum: how high they stand, and which part of a bearing they name. */
final class BearingLines {

    /** A line counts as its part's within this share of its frequency: bearings slip. */
    static final double SLIP = 0.01;

    /** The line itself and its harmonics. */
    private static final int HARMONICS = 3;

    /** Near the width of its band an envelope holds too little for a line. */
    private static final double USABLE_WIDTH = 0.9;

    private BearingLines() {}

    /**
     * Mean height of a line and its second and third harmonic above the median around each (half the shaft speed to each side),
     * in dB; of those that lie below nine tenths of the band's width. About 2 for noise, 20 and more for a damaged bearing. NaN
     * where the line itself is too low or too high to be told.
     *
     * @param order of the line, in turns of the shaft
     */
    static double heightDb(Envelope envelope, double order, double shaftHz) {
        double sum = 0;
        int lines = 0;
        for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
            double hz = harmonic * order * shaftHz;
            double height = hz <= USABLE_WIDTH * envelope.widthHz()
                    ? envelope.spectrum().heightDb(hz, SLIP * hz, shaftHz / 2)
                    : Double.NaN;
            if (Double.isNaN(height)) {
                break;
            }
            sum += height;
            lines++;
        }
        return lines == 0 ? Double.NaN : sum / lines;
    }
}
