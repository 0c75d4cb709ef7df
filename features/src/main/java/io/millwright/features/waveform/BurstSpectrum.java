package io.millwright.features.waveform;

import io.millwright.features.waveform.EnvelopeTransform.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * One burst in the frequency domain. NaN where a number cannot be computed: all of them for bursts that are flat, shorter than
 * 64 samples or by more than a tenth no numbers; lines of the shaft without its nominal speed, lines of the bearing without its
 * geometry; any line above 0.4 of the sampling rate, or less than three bins from 0.
 *
 * @param dominantHz frequency of the strongest line
 * @param centroidHz mean frequency, weighted by power
 * @param spreadHz standard deviation of frequency, weighted by power
 * @param rollOffHz 85 % of the power lie at or below
 * @param entropy in [0, 1]: 0 for one line, 1 for white noise
 * @param spectralKurtosis of the band in which ringing is looked for: 0 for noise, -1 for a tone, positive for strikes
 * @param shaftHz turns a second, from the strongest line within 8 % of the nominal speed; NaN where none stands out
 * @param once root of the share of the burst's power in the line of the shaft, in [0, 1]; at the nominal speed where none was found
 * @param twice the same at twice the speed: misalignment
 * @param thrice the same at three times the speed
 * @param struckOnce height of the line of the shaft and its harmonics in the envelope spectrum, in dB above its surroundings: a
 *     loose part strikes once a turn
 * @param outerRace the same of the ball pass frequency of the outer race (BPFO)
 * @param innerRace of the inner race (BPFI)
 * @param ballSpin of the spin of a ball (BSF)
 * @param cage of the cage (FTF)
 * @param velocityMmS root mean square of the velocity from 10 Hz to 1 kHz, or to 0.4 of the sampling rate where that is lower; NaN for
 *     sensors of neither acceleration nor velocity, and bursts shorter than 0.3 s
 * @param zone of ISO 20816-3, 1 to 4 for A to D; NaN below 2.5 kHz, too
 */
record BurstSpectrum(
        double dominantHz,
        double centroidHz,
        double spreadHz,
        double rollOffHz,
        double entropy,
        double spectralKurtosis,
        double shaftHz,
        double once,
        double twice,
        double thrice,
        double struckOnce,
        double outerRace,
        double innerRace,
        double ballSpin,
        double cage,
        double velocityMmS,
        double zone) {

    /** Number of numbers. */
    static final int SIZE = 17;

    private static final double NONE = Double.NaN;

    static BurstSpectrum of(Spectrum spectrum, @Nullable Envelope envelope, Sensing sensing, NamePlate plate) {
        Spectrum.Shape shape = spectrum.shape();
        Shaft shaft = plate.shaft();
        double velocity = velocityMmS(spectrum, sensing);
        double found = ShaftSpeed.found(spectrum, shaft.nominalHz());
        double turns = shaft.turnsHz(found);
        BearingGeometry bearing = shaft.bearing();
        return new BurstSpectrum(
                spectrum.dominantHz(),
                shape.centroidHz(),
                shape.spreadHz(),
                spectrum.rollOffHz(),
                spectrum.entropy(),
                envelope == null ? NONE : envelope.spectralKurtosis(),
                found,
                share(spectrum, turns, sensing),
                share(spectrum, 2 * turns, sensing),
                share(spectrum, 3 * turns, sensing),
                height(envelope, 1, turns),
                bearing == null ? NONE : height(envelope, bearing.outerRaceOrder(), turns),
                bearing == null ? NONE : height(envelope, bearing.innerRaceOrder(), turns),
                bearing == null ? NONE : height(envelope, bearing.ballSpinOrder(), turns),
                bearing == null ? NONE : height(envelope, bearing.cageOrder(), turns),
                velocity,
                plate.severity() == null || !reachesSeverity(sensing)
                        ? NONE
                        : plate.severity().zone(velocity));
    }

    private static boolean reachesSeverity(Sensing sensing) {
        return sensing.usableHz() >= Severity.TO_HZ;
    }

    private static double velocityMmS(Spectrum spectrum, Sensing sensing) {
        double to = Math.min(Severity.TO_HZ, sensing.usableHz());
        if (to <= Severity.FROM_HZ || (Spectrum.REACH + 1) * spectrum.binHz() > Severity.FROM_HZ) {
            return NONE;
        }
        double factor = sensing.unit().factor();
        return switch (sensing.unit().kind()) {
            case ACCELERATION -> factor * Math.sqrt(spectrum.integratedPower(Severity.FROM_HZ, to));
            case VELOCITY -> factor * Math.sqrt(spectrum.power(Severity.FROM_HZ, to));
            case OTHER -> NONE;
        };
    }

    /** Root of the share of the burst's power in a line; NaN above the usable part of the spectrum, or where the frequency is not known. */
    static double share(Spectrum spectrum, double hz, Sensing sensing) {
        return hz <= sensing.usableHz() ? spectrum.share(hz) : NONE;
    }

    private static double height(@Nullable Envelope envelope, double order, double turnsHz) {
        return envelope == null || !(turnsHz > 0) ? NONE : BearingLines.heightDb(envelope, order, turnsHz);
    }

    /** The numbers in the order of the parts. */
    double[] toArray() {
        return new double[] {
            dominantHz,
            centroidHz,
            spreadHz,
            rollOffHz,
            entropy,
            spectralKurtosis,
            shaftHz,
            once,
            twice,
            thrice,
            struckOnce,
            outerRace,
            innerRace,
            ballSpin,
            cage,
            velocityMmS,
            zone
        };
    }
}
