package io.millwright.features.waveform;

import io.millwright.features.waveform.EnvelopeTransform.Envelope;
import io.millwright.lake.config.FeatureSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A burst to its numbers: {@link BurstSummary}, then {@code BurstSpectrum}, those of {@link BurstPlan}, and the {@link BearingLine}. Keeps what transforms of
 * each length need; one for each task, not for several threads.
 */
public final class BurstAnalyser {

    /** Bursts of one fleet have a handful of lengths. */
    private static final int MOST_LENGTHS = 16;

    private final BurstPlan plan;
    private final Wavelet wavelet;
    private final Deviations deviations = new Deviations();
    private final Map<Integer, Transforms> byLength = new HashMap<>();

    public BurstAnalyser(BurstPlan plan) {
        this.plan = plan;
        this.wavelet = new Wavelet(plan.waveletLevels());
    }

    private record Transforms(HannTransform hann, EnvelopeTransform envelope) {
        static Transforms of(int length) {
            return new Transforms(new HannTransform(length), new EnvelopeTransform(length));
        }

        @Nullable
        Envelope envelope(Spectrum spectrum) {
            return envelope.of(hann.bins(), spectrum.binHz());
        }
    }

    /**
     * The numbers of a burst, NaN where one cannot be computed.
     *
     * @param samples evenly spaced, in the sensor's unit
     */
    public double[] numbers(float[] samples, Sensing sensing, NamePlate plate) {
        deviations.take(samples, samples.length);
        double[] numbers = Arrays.copyOf(BurstSummary.of(samples, deviations).toArray(), plan.size());
        Arrays.fill(numbers, BurstSummary.SIZE, numbers.length, Double.NaN);
        Transforms transforms = transforms(samples.length);
        Spectrum spectrum = spectrum(samples, transforms, sensing.samplingHz());
        if (transforms == null || spectrum == null) {
            return numbers;
        }
        Envelope envelope = transforms.envelope(spectrum);
        int at = BurstSummary.SIZE;
        at = put(
                numbers,
                at,
                BurstSpectrum.of(spectrum, envelope, sensing, plate).toArray());
        at = put(numbers, at, bands(spectrum, sensing));
        if (plan.waveletLevels() > 0) {
            at = put(numbers, at, wavelet.shares(deviations));
        }
        put(numbers, at, harmonics(spectrum, sensing, plate.shaft()));
        bearingLine(spectrum, envelope, plate.shaft())
                .ifPresent(line -> put(numbers, numbers.length - BearingLine.SIZE, line.toArray()));
        return numbers;
    }

    /**
     * The spectrum the numbers are taken from: the root mean square of each bin but the mean, in the sensor's unit. Bin {@code i} lies at
     * {@code (i + 1) * samplingHz / n}, with {@code n} the even number of samples. Empty where a burst has no spectrum.
     *
     * @param samples evenly spaced, in the sensor's unit
     */
    public double[] spectrum(float[] samples, double samplingHz) {
        deviations.take(samples, samples.length);
        Transforms transforms = transforms(samples.length);
        Spectrum spectrum = spectrum(samples, transforms, samplingHz);
        return spectrum == null ? new double[0] : spectrum.rootMeanSquares();
    }

    /** Of the burst whose deviations were taken; the last sample of an odd number is left out, of their mean as well. */
    private @Nullable Spectrum spectrum(float[] samples, @Nullable Transforms transforms, double samplingHz) {
        if (transforms == null) {
            return null;
        }
        int length = transforms.hann().length();
        if (length < samples.length) {
            deviations.take(samples, length);
        }
        return transforms.hann().of(deviations, samplingHz);
    }

    private static int put(double[] numbers, int at, double[] some) {
        System.arraycopy(some, 0, numbers, at, some.length);
        return at + some.length;
    }

    /** Root mean square in each band, in the sensor's unit; NaN above the usable part of the spectrum, or below a bin. */
    private double[] bands(Spectrum spectrum, Sensing sensing) {
        double[] bands = new double[plan.bands().size()];
        for (int i = 0; i < bands.length; i++) {
            FeatureSpec.Band band = plan.bands().get(i);
            boolean resolved = band.toHz() - band.fromHz() >= spectrum.binHz();
            bands[i] = resolved && band.toHz() <= sensing.usableHz()
                    ? Math.sqrt(spectrum.power(band.fromHz(), band.toHz()))
                    : Double.NaN;
        }
        return bands;
    }

    /** Root of the share of the burst's power at each multiple of the shaft's speed beyond the fixed ones. */
    private double[] harmonics(Spectrum spectrum, Sensing sensing, Shaft shaft) {
        double[] harmonics = new double[plan.shaftHarmonics() - BurstPlan.FIXED_HARMONICS];
        if (harmonics.length > 0) {
            double turns = shaft.turnsHz(ShaftSpeed.found(spectrum, shaft.nominalHz()));
            for (int i = 0; i < harmonics.length; i++) {
                harmonics[i] = BurstSpectrum.share(spectrum, (BurstPlan.FIXED_HARMONICS + 1 + i) * turns, sensing);
            }
        }
        return harmonics;
    }

    /**
     * Which part of its bearing a burst accuses, from the bearing's geometry and the shaft's speed alone; empty where none, or where
     * either is not known.
     */
    public Optional<BearingLine> bearingLine(float[] samples, double samplingHz, Shaft shaft) {
        deviations.take(samples, samples.length);
        Transforms transforms = transforms(samples.length);
        Spectrum spectrum = spectrum(samples, transforms, samplingHz);
        return transforms == null || spectrum == null
                ? Optional.empty()
                : bearingLine(spectrum, transforms.envelope(spectrum), shaft);
    }

    private static Optional<BearingLine> bearingLine(Spectrum spectrum, @Nullable Envelope envelope, Shaft shaft) {
        BearingGeometry bearing = shaft.bearing();
        if (envelope == null || bearing == null || !shaft.hasSpeed()) {
            return Optional.empty();
        }
        double found = ShaftSpeed.found(spectrum, shaft.nominalHz());
        return BearingLine.strongest(envelope, shaft.turnsHz(found), bearing);
    }

    /** Of an even number of samples; null for bursts that are too short. */
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
