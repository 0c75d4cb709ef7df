package io.millwright.features.waveform;

import io.millwright.features.waveform.EnvelopeTransform.Envelope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A burst to its numbers: {@link BurstSummary}, then the spectrum. Keeps what transforms of each length need; one for each task,
 * not for several threads.
 */
public final class BurstAnalyser {

    /** Number of numbers of a burst. */
    public static final int SIZE = BurstSummary.SIZE + BurstSpectrum.SIZE;

    /** Bursts of one fleet have a handful of lengths. */
    private static final int MOST_LENGTHS = 16;

    private final Map<Integer, Transforms> byLength = new HashMap<>();

    private record Transforms(HannTransform hann, EnvelopeTransform envelope) {
        static Transforms of(int length) {
            return new Transforms(new HannTransform(length), new EnvelopeTransform(length));
        }
    }

    /**
     * The numbers of a burst, NaN where one cannot be computed.
     *
     * @param samples evenly spaced, in the sensor's unit
     * @param samplingHz positive
     * @param shaft of the machine
     */
    public double[] numbers(float[] samples, double samplingHz, Shaft shaft) {
        double[] numbers = Arrays.copyOf(BurstSummary.of(samples).toArray(), SIZE);
        System.arraycopy(
                spectrum(samples, samplingHz, shaft).toArray(), 0, numbers, BurstSummary.SIZE, BurstSpectrum.SIZE);
        return numbers;
    }

    BurstSpectrum spectrum(float[] samples, double samplingHz, Shaft shaft) {
        Transforms transforms = transforms(samples.length);
        Spectrum spectrum = transforms == null ? null : transforms.hann().of(samples, samplingHz);
        return transforms == null || spectrum == null
                ? BurstSpectrum.EMPTY
                : BurstSpectrum.of(spectrum, envelope(transforms, spectrum), samplingHz, shaft);
    }

    /**
     * Which part of its bearing a burst accuses, from the bearing's geometry and the shaft's speed alone; empty where none, or where
     * either is not known.
     */
    public Optional<BearingLine> bearingLine(float[] samples, double samplingHz, Shaft shaft) {
        BearingGeometry bearing = shaft.bearing();
        Transforms transforms = transforms(samples.length);
        Spectrum spectrum = transforms == null ? null : transforms.hann().of(samples, samplingHz);
        Envelope envelope = transforms == null || spectrum == null ? null : envelope(transforms, spectrum);
        if (spectrum == null || envelope == null || bearing == null || !shaft.hasSpeed()) {
            return Optional.empty();
        }
        double found = ShaftSpeed.found(spectrum, shaft.nominalHz());
        return BearingLine.strongest(envelope, Double.isNaN(found) ? shaft.nominalHz() : found, bearing);
    }

    private static @Nullable Envelope envelope(Transforms transforms, Spectrum spectrum) {
        return transforms.envelope().of(transforms.hann().bins(), spectrum.binHz());
    }

    /** Null for bursts that are too short; the last sample of an odd number is left out. */
    private @Nullable Transforms transforms(int samples) {
        int length = samples - samples % 2;
        if (length < HannTransform.SHORTEST) {
            return null;
        }
        if (byLength.size() >= MOST_LENGTHS && !byLength.containsKey(length)) {
            byLength.clear();
        }
        return byLength.computeIfAbsent(length, Transforms::of);
    }
}
