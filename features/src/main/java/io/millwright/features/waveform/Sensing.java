package io.millwright.features.waveform;

/**
 * How a burst was measured.
 *
 * @param samplingHz positive
 */
public record Sensing(double samplingHz, VibrationUnit unit) {

    /** The usable part of a spectrum ends here, as a share of the sampling rate: above, anti-aliasing filters fall off. */
    public static final double USABLE = 0.4;

    double usableHz() {
        return USABLE * samplingHz;
    }
}
