package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.waveform.BearingLine.Part;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BurstAnalyserTest {

    private static final double SHAFT_HZ = 25.3;
    /** Slow enough for the ringing to die away between strikes. */
    private static final double SLOW_HZ = 12.3;

    private static final double BPFO = PlantedBurst.BEARING.outerRaceOrder();
    private static final double BPFI = PlantedBurst.BEARING.innerRaceOrder();

    /** The name plate says 3 % less than the shaft turns. */
    private static final Shaft SHAFT = new Shaft(0.97 * SHAFT_HZ, PlantedBurst.BEARING);

    private final BurstAnalyser analyser = new BurstAnalyser();

    private BurstSpectrum struck(double order, double height) {
        return analyser.spectrum(PlantedBurst.of(1000, SHAFT_HZ, order * SHAFT_HZ, height), 1000, SHAFT);
    }

    /**
     * By numpy: {@code z = abs(ifft(rfft(x * hann)[125:401], 512))}, {@code rfft} of it about its mean under the window, heights over
     * {@code sorted(...)[n // 2]}.
     */
    @Test
    void envelope_lines_are_those_of_numpy() {
        BurstSpectrum spectrum = struck(BPFO, 0.8);

        assertThat(spectrum.outerRace()).isCloseTo(19.936540518076157, within(1e-3));
        assertThat(spectrum.innerRace()).isCloseTo(5.299068894426615, within(1e-3));
        assertThat(spectrum.struckOnce()).isCloseTo(4.054226765140999, within(1e-3));
        assertThat(spectrum.ballSpin()).isCloseTo(2.1416000795672487, within(1e-3));
        assertThat(spectrum.cage()).isCloseTo(0.8237400373745425, within(1e-3));
        assertThat(spectrum.spectralKurtosis()).isCloseTo(-0.6535228949281047, within(1e-5));
    }

    /** By scipy's {@code hilbert} of the band-passed burst at the full rate: fewer points move lines of mere noise by up to a dB. */
    @Test
    void few_points_are_enough_for_an_envelope() {
        BurstSpectrum spectrum = struck(BPFO, 0.8);

        assertThat(spectrum.outerRace()).isCloseTo(19.642374069450568, within(0.4));
        assertThat(spectrum.innerRace()).isCloseTo(4.586757751677977, within(1.0));
        assertThat(spectrum.struckOnce()).isCloseTo(4.10971405571706, within(1.0));
        assertThat(spectrum.ballSpin()).isCloseTo(1.9979361796160224, within(1.0));
        assertThat(spectrum.cage()).isCloseTo(1.1036740131586187, within(1.0));
        assertThat(spectrum.spectralKurtosis()).isCloseTo(-0.6534804262604348, within(1e-3));
    }

    @Test
    void the_shaft_is_found_beside_its_name_plate_and_its_lines_hold_their_share_of_the_rms() {
        BurstSpectrum spectrum = struck(BPFO, 0.1);

        assertThat(spectrum.shaftHz()).isCloseTo(SHAFT_HZ, within(0.06));
        double rms = Math.sqrt((0.9 * 0.9 + 0.35 * 0.35) / 2 + 0.4 * 0.4 / 12);
        assertThat(spectrum.once()).isCloseTo(0.9 / Math.sqrt(2) / rms, within(0.01));
        assertThat(spectrum.twice()).isCloseTo(0.35 / Math.sqrt(2) / rms, within(0.01));
        assertThat(spectrum.thrice()).isLessThan(0.05);
    }

    @Test
    void bearing_wear_and_a_loose_mount_are_told_apart() {
        BurstSpectrum worn = struck(BPFO, 1);
        BurstSpectrum loose = struck(1, 2);
        BurstSpectrum quiet = struck(BPFO, 0);

        assertThat(worn.outerRace()).isGreaterThan(quiet.outerRace() + 10).isGreaterThan(worn.struckOnce() + 10);
        assertThat(loose.struckOnce()).isGreaterThan(quiet.struckOnce() + 10).isGreaterThan(loose.outerRace() + 10);
        assertThat(loose.spectralKurtosis()).isGreaterThan(quiet.spectralKurtosis());
    }

    @Test
    void the_part_that_is_struck_is_named_from_geometry_and_speed() {
        assertThat(accused(BPFO, 1)).contains(Part.OUTER_RACE);
        assertThat(accused(BPFI, 1)).contains(Part.INNER_RACE);
        assertThat(accused(BPFO, 0)).isEmpty();
        assertThat(accused(1, 2)).isEmpty();
        float[] worn = PlantedBurst.of(1000, SLOW_HZ, BPFO * SLOW_HZ, 1);
        assertThat(analyser.bearingLine(worn, 1000, new Shaft(SLOW_HZ, null))).isEmpty();
        assertThat(analyser.bearingLine(worn, 1000, Shaft.UNKNOWN)).isEmpty();
    }

    private Optional<Part> accused(double order, double height) {
        float[] samples = PlantedBurst.of(1000, SLOW_HZ, order * SLOW_HZ, height);
        return analyser.bearingLine(samples, 1000, new Shaft(SLOW_HZ, PlantedBurst.BEARING))
                .map(BearingLine::part);
    }

    @Test
    void neither_scale_nor_offset_changes_what_has_no_unit() {
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);
        double[] moved = new double[samples.length];
        Arrays.setAll(moved, i -> 64 * samples[i] + 500);

        double[] numbers = analyser.numbers(samples, 1000, SHAFT);
        double[] ofMoved = analyser.numbers(PlantedBurst.rounded(moved), 1000, SHAFT);

        for (int i = BurstSummary.SIZE; i < BurstAnalyser.SIZE; i++) {
            assertThat(ofMoved[i]).as("number %d", i).isCloseTo(numbers[i], within(0.01));
        }
    }

    @Test
    void a_faster_sensor_moves_frequencies_with_it() {
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);

        BurstSpectrum slow = analyser.spectrum(samples, 1000, SHAFT);
        BurstSpectrum fast = analyser.spectrum(samples, 10_000, new Shaft(10 * SHAFT.nominalHz(), SHAFT.bearing()));

        assertThat(fast.centroidHz()).isCloseTo(10 * slow.centroidHz(), within(1e-6));
        assertThat(fast.shaftHz()).isCloseTo(10 * slow.shaftHz(), within(1e-6));
        assertThat(fast.outerRace()).isCloseTo(slow.outerRace(), within(1e-6));
    }

    @Test
    void what_the_name_plate_does_not_say_or_the_rate_does_not_reach_is_no_number() {
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);

        BurstSpectrum unknown = analyser.spectrum(samples, 1000, Shaft.UNKNOWN);
        BurstSpectrum withoutBearing = analyser.spectrum(samples, 1000, new Shaft(25, null));
        BurstSpectrum fast = analyser.spectrum(samples, 1000, new Shaft(150, PlantedBurst.BEARING));

        assertThat(Arrays.stream(unknown.toArray()).limit(6)).noneMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(unknown.toArray()).skip(6)).allMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(withoutBearing.toArray()).limit(11)).noneMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(withoutBearing.toArray()).skip(11)).allMatch(number -> Double.isNaN(number));
        assertThat(fast.twice()).isNotNaN();
        assertThat(fast.thrice()).as("450 Hz is beyond 0.4 of 1 kHz").isNaN();
        assertThat(fast.innerRace()).as("814 Hz is beyond the band").isNaN();
        assertThat(fast.shaftHz()).as("nothing turns there").isNaN();
    }

    static Stream<float[]> bursts_that_say_nothing() {
        float[] constant = new float[1000];
        Arrays.fill(constant, 0.1f);
        float[] broken = PlantedBurst.of(1000, 25, 25, 1);
        Arrays.fill(broken, 0, 200, Float.NaN);
        float[] nothing = new float[500];
        Arrays.fill(nothing, Float.NaN);
        return Stream.of(
                new float[0], new float[] {3}, new float[63], new float[1000], constant, broken, nothing, new float[] {
                    Float.POSITIVE_INFINITY
                });
    }

    @ParameterizedTest
    @MethodSource("bursts_that_say_nothing")
    void a_burst_that_says_nothing_has_no_spectrum(float[] samples) {
        double[] numbers = analyser.numbers(samples, 1000, SHAFT);

        assertThat(numbers).hasSize(BurstAnalyser.SIZE);
        assertThat(Arrays.stream(numbers).skip(BurstSummary.SIZE)).allMatch(number -> Double.isNaN(number));
        assertThat(analyser.bearingLine(samples, 1000, SHAFT)).isEmpty();
    }

    static Stream<float[]> nasty_bursts() {
        float[] spike = new float[1000];
        spike[500] = 1;
        float[] early = new float[1000];
        early[0] = 1;
        float[] huge = PlantedBurst.of(1000, 25, 25, 1);
        float[] far = huge.clone();
        float[] gaps = huge.clone();
        float[] step = new float[1000];
        for (int i = 0; i < huge.length; i++) {
            far[i] += 1e6f;
            gaps[i] = i % 20 == 0 ? Float.NaN : gaps[i];
            step[i] = i < 500 ? -1 : 1;
            huge[i] *= 1e37f;
        }
        float[] tiny = PlantedBurst.of(1000, 25, 25, 1);
        float[] alternating = new float[64];
        for (int i = 0; i < 64; i++) {
            alternating[i] = i % 2 == 0 ? 1 : -1;
        }
        for (int i = 0; i < 1000; i++) {
            tiny[i] *= 1e-30f;
        }
        return Stream.of(spike, early, huge, far, gaps, step, tiny, alternating, new float[] {1, 2});
    }

    @ParameterizedTest
    @MethodSource("nasty_bursts")
    void no_burst_gives_an_infinite_number_or_a_share_beyond_one(float[] samples) {
        BurstSpectrum spectrum = analyser.spectrum(samples, 1000, SHAFT);

        assertThat(Arrays.stream(spectrum.toArray())).noneMatch(number -> Double.isInfinite(number));
        assertThat(Stream.of(spectrum.entropy(), spectrum.once(), spectrum.twice(), spectrum.thrice()))
                .allMatch(share -> share.isNaN() || share >= 0 && share <= 1 + 1e-12);
        assertThat(Stream.of(spectrum.centroidHz(), spectrum.dominantHz(), spectrum.rollOffHz()))
                .allMatch(hz -> hz.isNaN() || hz > 0 && hz <= 500);
    }

    @Test
    void a_burst_has_the_same_numbers_whatever_was_analysed_before() {
        Random random = new Random(3);
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);
        double[] first = analyser.numbers(samples, 1000, SHAFT);

        for (int length = 64; length < 200; length += 3) {
            analyser.numbers(PlantedBurst.rounded(random.doubles(length).toArray()), 500, SHAFT);
        }
        analyser.numbers(PlantedBurst.rounded(random.doubles(1000).toArray()), 500, SHAFT);

        assertThat(analyser.numbers(samples, 1000, SHAFT)).containsExactly(first);
        assertThat(new BurstAnalyser().numbers(samples, 1000, SHAFT)).containsExactly(first);
    }
}
