package io.millwright.features.waveform;

import io.millwright.lake.config.Span;
import io.millwright.lake.config.TimeAxis;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which burst features there are, in the order of the columns.
 *
 * @param sensors axes, in order
 * @param windows trailing windows of the means of time-domain numbers
 * @param spectralWindows the same of numbers of the spectrum; without one these stay in the table of bursts and are no features
 * @param baselineMs length of the stretch that is the machine's own normal; 0 for none
 * @param trailing whether that is the stretch that ends as long before the row, instead of the machine's first
 * @param units beside the sensors
 * @param burst numbers of a burst beside the fixed ones
 * @param fleet what can be computed for any of its machines
 */
public record WaveformPlan(
        List<String> sensors,
        Windows windows,
        Windows spectralWindows,
        long baselineMs,
        boolean trailing,
        List<String> units,
        BurstPlan burst,
        Fleet fleet)
        implements Serializable {

    /** Numbers of a burst that are published for the latest burst and as means, by position in the summary. */
    static final int[] PUBLISHED = {0, 1, 2, 3, 5};

    /** Their names. */
    public static final List<String> NAMES = List.of("rms", "peak", "crest_factor", "kurtosis", "high_frequency_share");

    /** Names of the fixed numbers of the spectrum. */
    private static final List<String> SPECTRAL_NAMES = List.of(
            "dominant_frequency",
            "spectral_centroid",
            "spectral_spread",
            "spectral_roll_off",
            "spectral_entropy",
            "spectral_kurtosis",
            "shaft_frequency",
            "shaft_1x",
            "shaft_2x",
            "shaft_3x",
            "envelope_1x",
            "envelope_bpfo",
            "envelope_bpfi",
            "envelope_bsf",
            "envelope_ftf",
            "velocity_rms",
            "iso_20816_zone");

    /**
     * What a fleet's metadata and sensors allow.
     *
     * @param anyShaft whether the shaft speed of any machine is known
     * @param anyBearing whether, beside it, the bearing's geometry is
     * @param fastestHz highest sampling rate of each sensor
     * @param speedOfBurst whether bursts may come with the speed of their shaft, which goes before any other
     * @param speedSensor the one whose last reading before a burst's end goes before the nominal shaft speed; null for none
     */
    public record Fleet(
            boolean anyShaft,
            boolean anyBearing,
            List<Double> fastestHz,
            boolean speedOfBurst,
            @Nullable String speedSensor)
            implements Serializable {}

    /**
     * Trailing windows.
     *
     * @param lengthsMs ascending
     * @param names beside them
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record Windows(long[] lengthsMs, List<String> names) implements Serializable {

        public static Windows of(List<Duration> spans, TimeAxis axis) {
            return new Windows(spans.stream().mapToLong(Duration::toMillis).toArray(), Span.shortNames(spans, axis));
        }

        int count() {
            return lengthsMs.length;
        }

        /** 0 without windows. */
        public long longestMs() {
            return lengthsMs.length == 0 ? 0 : lengthsMs[lengthsMs.length - 1];
        }
    }

    /** Names of the numbers of the spectrum and of the configured ones that are published: all, or none without a window. */
    public List<String> spectralNames() {
        if (spectralWindows.count() == 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>(SPECTRAL_NAMES);
        names.addAll(burst.names());
        return names;
    }

    /** Their positions among the numbers of a burst: behind those of the summary. */
    int[] spectral() {
        int published = spectralNames().size();
        return IntStream.range(BurstSummary.SIZE, BurstSummary.SIZE + published).toArray();
    }

    public int width() {
        int perSensor = PUBLISHED.length * (1 + windows.count())
                + (baselineMs > 0 ? windows.count() : 0)
                + spectralNames().size() * (1 + spectralWindows.count());
        return sensors.size() * perSensor;
    }
}
