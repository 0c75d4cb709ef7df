package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BearingLine.Part;
import io.millwright.features.waveform.EnvelopeTransform.Envelope;
import io.millwright.lake.config.FeatureSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BurstAnalyserTest {

    private static final BurstPlan PLAN =
            new BurstPlan(List.of(new FeatureSpec.Band(20, 60), new FeatureSpec.Band(60, 401)), 5, 5);

    /** Columns of the table, and so the numbers in order. */
    private static final List<String> NAMES = Bursts.numbers(PLAN.names());

    private static final VibrationUnit UNIT = VibrationUnit.of("m/s2");
    private static final double SHAFT_HZ = 25.3;
    /** Slow enough for the ringing to die away between strikes. */
    private static final double SLOW_HZ = 12.3;

    private static final double BPFO = PlantedBurst.BEARING.outerRaceOrder();
    private static final double BPFI = PlantedBurst.BEARING.innerRaceOrder();

    /** The name plate says 3 % less than the shaft turns. */
    private static final Shaft SHAFT = new Shaft(0.97 * SHAFT_HZ, PlantedBurst.BEARING);

    private final BurstAnalyser analyser = new BurstAnalyser(PLAN);

    private static BurstSpectrum spectrum(float[] samples, double samplingHz, Shaft shaft) {
        HannTransform hann = new HannTransform(samples.length);
        Spectrum spectrum = hann.of(Deviations.of(samples), samplingHz);
        Envelope envelope = new EnvelopeTransform(samples.length).of(hann.bins(), spectrum.binHz());
        return BurstSpectrum.of(spectrum, envelope, new Sensing(samplingHz, UNIT), plate(shaft));
    }

    private static NamePlate plate(Shaft shaft) {
        return new NamePlate(shaft, Severity.GROUP_2_RIGID);
    }

    private double[] numbers(float[] samples, double samplingHz) {
        return analyser.numbers(samples, new Sensing(samplingHz, UNIT), plate(SHAFT));
    }

    private BurstSpectrum struck(double order, double height) {
        return spectrum(PlantedBurst.of(1000, SHAFT_HZ, order * SHAFT_HZ, height), 1000, SHAFT);
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

    /**
     * By {@code benchmarks/peers/spectra.py} with these samples, 2,560 in a second, a shaft of 17 Hz and {@link PlantedBurst#BEARING}.
     * The samples are sums of fractions, so that they are the same to the last bit in any language.
     */
    @Test
    void numbers_of_five_times_a_power_of_two_samples_are_those_of_scipy() {
        BurstPlan bands = new BurstPlan(List.of(new FeatureSpec.Band(10, 100), new FeatureSpec.Band(100, 1000)), 0, 3);

        double[] numbers = new BurstAnalyser(bands)
                .numbers(
                        fractions(2560),
                        new Sensing(2560, UNIT),
                        new NamePlate(new Shaft(17, PlantedBurst.BEARING), null));

        double[] scipy = {
            1.203111550089374,
            3.429208985471996,
            2.850283488025075,
            2.3002693168930466,
            -0.135221129741235,
            0.4430199944982856,
            17.07676179171494,
            254.18278544765045,
            359.18916141636174,
            748.0,
            0.420081609424616,
            1.125653427691847,
            17.07676179171494,
            0.7497507737135534,
            0.012225837609040544,
            0.2528214754477078,
            0.3692250206173142,
            3.6576344299906776,
            5.608619205274628,
            3.08055037833561,
            0.5566563780770827,
            8.4758006494826,
            Double.NaN,
            0.9704677696954783,
            0.6752654057572598
        };
        assertThat(numbers).hasSize(scipy.length + BearingLine.SIZE);
        int zone = NAMES.indexOf(Bursts.ISO_20816_ZONE);
        assertThat(numbers[zone]).isNaN();
        for (int i = 0; i < scipy.length; i++) {
            if (i != zone) {
                assertThat(numbers[i] / scipy[i]).as("number %d", i).isCloseTo(1, within(1e-9));
            }
        }
    }

    private static float[] fractions(int length) {
        double[] samples = new double[length];
        long state = 1;
        for (int i = 0; i < length; i++) {
            state = (state * 1_103_515_245L + 12_345) % (1L << 31);
            int shaft = i / 75 % 2 == 0 ? 1 : -1;
            int since = i % 24;
            double strike = since < 8 ? (since % 3 - 1) * (8 - since) / 4.0 : 0;
            samples[i] = shaft + (state / (double) (1L << 31) - 0.5) + strike;
        }
        return PlantedBurst.rounded(samples);
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

    /** At five times what the plate says there is no line. */
    @Test
    void harmonics_beyond_the_third_stand_at_multiples_of_the_speed_found() {
        double[] samples = new double[4000];
        for (int i = 0; i < samples.length; i++) {
            double turn = 2 * Math.PI * SHAFT_HZ * i / PlantedBurst.RATE_HZ;
            samples[i] = Math.sin(turn) + 0.5 * Math.sin(4 * turn) + 0.25 * Math.sin(5 * turn);
        }

        double[] numbers = numbers(PlantedBurst.rounded(samples), PlantedBurst.RATE_HZ);

        double whole = Math.sqrt(1 + 0.5 * 0.5 + 0.25 * 0.25);
        assertThat(numbers[NAMES.indexOf(Bursts.SHAFT_1X)]).isCloseTo(1 / whole, within(0.01));
        assertThat(numbers[NAMES.indexOf(Bursts.SHAFT_3X)]).isLessThan(0.01);
        assertThat(numbers[NAMES.indexOf("shaft_4x")]).isCloseTo(0.5 / whole, within(0.01));
        assertThat(numbers[NAMES.indexOf("shaft_5x")]).isCloseTo(0.25 / whole, within(0.01));
        assertThat(NAMES).doesNotContain("shaft_6x");
    }

    @Test
    void the_spectrum_of_a_tone_stands_at_its_frequency_and_holds_its_rms() {
        float[] tone = new float[1001];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (3 + 2 * Math.sin(2 * Math.PI * 50 * i / 1000));
        }

        double[] bins = analyser.spectrum(tone, 1000);

        assertThat(bins).hasSize(500);
        assertThat(Arrays.stream(bins).max().orElseThrow()).isEqualTo(bins[49]);
        assertThat(Math.sqrt(Arrays.stream(bins).map(bin -> bin * bin).sum())).isCloseTo(Math.sqrt(2), within(1e-6));
        assertThat(analyser.spectrum(new float[1001], 1000)).isEmpty();
        assertThat(analyser.spectrum(new float[10], 1000)).isEmpty();
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

    @Test
    void the_line_that_names_a_part_is_among_the_numbers_with_its_share_of_the_frequency_expected() {
        float[] slipping = PlantedBurst.of(1000, SLOW_HZ, 0.995 * BPFO * SLOW_HZ, 1);
        NamePlate plate = plate(new Shaft(SLOW_HZ, PlantedBurst.BEARING));

        double[] numbers = analyser.numbers(slipping, new Sensing(1000, UNIT), plate);
        double[] line = Arrays.copyOfRange(numbers, numbers.length - BearingLine.SIZE, numbers.length);
        assertThat(Part.of(line[0])).isEqualTo(Part.OUTER_RACE);
        assertThat(line[1]).isCloseTo(0.995 * BPFO * SLOW_HZ, within(0.05));
        assertThat(line[2]).isCloseTo(0.995, within(0.002));
        assertThat(Arrays.stream(Part.values()).map(Part::words))
                .containsExactly("outer race", "inner race", "ball", "cage");

        double[] quiet =
                analyser.numbers(PlantedBurst.of(1000, SLOW_HZ, BPFO * SLOW_HZ, 0), new Sensing(1000, UNIT), plate);
        assertThat(Arrays.copyOfRange(quiet, quiet.length - BearingLine.SIZE, quiet.length))
                .containsOnly(Double.NaN);
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

        double[] numbers = numbers(samples, 1000);
        double[] ofMoved = numbers(PlantedBurst.rounded(moved), 1000);

        List<String> inTheUnit = List.of("velocity_rms_mm_s", "iso_20816_zone", "band_20_60_hz");
        for (int i = BurstSummary.SIZE; i < NAMES.size(); i++) {
            if (!inTheUnit.contains(NAMES.get(i))) {
                assertThat(ofMoved[i]).as(NAMES.get(i)).isCloseTo(numbers[i], within(0.01));
            }
        }
        int velocity = NAMES.indexOf("velocity_rms_mm_s");
        assertThat(ofMoved[velocity]).isCloseTo(64 * numbers[velocity], within(0.01));
    }

    @Test
    void a_faster_sensor_moves_frequencies_with_it() {
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);

        BurstSpectrum slow = spectrum(samples, 1000, SHAFT);
        BurstSpectrum fast = spectrum(samples, 10_000, new Shaft(10 * SHAFT.nominalHz(), SHAFT.bearing()));

        assertThat(fast.centroidHz()).isCloseTo(10 * slow.centroidHz(), within(1e-6));
        assertThat(fast.shaftHz()).isCloseTo(10 * slow.shaftHz(), within(1e-6));
        assertThat(fast.outerRace()).isCloseTo(slow.outerRace(), within(1e-6));
    }

    @Test
    void what_the_name_plate_does_not_say_or_the_rate_does_not_reach_is_no_number() {
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);

        BurstSpectrum unknown = spectrum(samples, 1000, Shaft.UNKNOWN);
        BurstSpectrum withoutBearing = spectrum(samples, 1000, new Shaft(25, null));
        BurstSpectrum fast = spectrum(samples, 1000, new Shaft(150, PlantedBurst.BEARING));

        assertThat(Arrays.stream(unknown.toArray()).limit(6)).noneMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(unknown.toArray()).skip(6).limit(9)).allMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(withoutBearing.toArray()).limit(11)).noneMatch(number -> Double.isNaN(number));
        assertThat(Arrays.stream(withoutBearing.toArray()).skip(11).limit(4)).allMatch(number -> Double.isNaN(number));
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
        double[] numbers = numbers(samples, 1000);

        assertThat(numbers).hasSize(PLAN.size());
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
        double[] numbers = numbers(samples, 1000);

        for (int i = 0; i < numbers.length; i++) {
            String name = NAMES.get(i);
            assertThat(numbers[i])
                    .as(name)
                    .isNotEqualTo(Double.POSITIVE_INFINITY)
                    .isNotEqualTo(Double.NEGATIVE_INFINITY);
            if (name.matches("shaft_\\d+x") || name.startsWith("wavelet") || name.equals(Bursts.SPECTRAL_ENTROPY)) {
                assertThat(Double.isNaN(numbers[i]) || numbers[i] >= 0 && numbers[i] <= 1 + 1e-12)
                        .as(name)
                        .isTrue();
            }
            if (name.matches("dominant_hz|centroid_hz|roll_off_hz")) {
                assertThat(Double.isNaN(numbers[i]) || numbers[i] > 0 && numbers[i] <= 500)
                        .as(name)
                        .isTrue();
            }
        }
    }

    /** By numpy, from {@code scipy.signal.periodogram}, of a burst ten times as long at ten times the rate. */
    @Test
    void velocity_and_bands_agree_with_scipy() {
        float[] samples = PlantedBurst.of(10_000, 25.3 / 10, 25.3 / 10 * BPFO, 0.8);
        BurstPlan bands = new BurstPlan(List.of(new FeatureSpec.Band(20, 60), new FeatureSpec.Band(60, 400)), 0, 3);

        double[] numbers = new BurstAnalyser(bands).numbers(samples, new Sensing(10_000, UNIT), plate(SHAFT));

        assertThat(numbers[NAMES.indexOf(Bursts.VELOCITY_RMS_MM_S)]).isCloseTo(4.075051181591602, within(1e-4));
        assertThat(numbers[NAMES.indexOf(Bursts.ISO_20816_ZONE)]).isEqualTo(3);
        assertThat(numbers[Bursts.NUMBERS.size()]).isCloseTo(0.681544325227248, within(1e-5));
        assertThat(numbers[Bursts.NUMBERS.size() + 1]).isCloseTo(0.031653871361618506, within(1e-5));
    }

    /** Of a sine, the velocity is the acceleration over 2 pi times its frequency. */
    @Test
    void zones_need_two_and_a_half_kilohertz_and_a_known_unit() {
        double[] tone = new double[2500];
        Arrays.setAll(tone, i -> 0.5 * Math.sqrt(2) * Math.sin(2 * Math.PI * 25 * i / 2500));
        float[] samples = PlantedBurst.rounded(tone);

        assertZone(samples, 2500, "m/s2", 500 / (2 * Math.PI * 25), 3);
        assertZone(samples, 2500, "g", 0.5 * 9806.65 / (2 * Math.PI * 25), 4);
        assertZone(samples, 2500, "mm/s", 0.5, 1);
        assertZone(samples, 2400, "m/s2", 500 / (2 * Math.PI * 24), Double.NaN);
        assertZone(samples, 2500, "V", Double.NaN, Double.NaN);
        assertZone(Arrays.copyOf(samples, 500), 2500, "m/s2", Double.NaN, Double.NaN);
    }

    private void assertZone(float[] samples, double samplingHz, String unit, double velocityMmS, double zone) {
        Sensing sensing = new Sensing(samplingHz, VibrationUnit.of(unit));
        double[] numbers = analyser.numbers(samples, sensing, plate(SHAFT));
        double velocity = numbers[NAMES.indexOf(Bursts.VELOCITY_RMS_MM_S)];
        if (Double.isNaN(velocityMmS)) {
            assertThat(velocity).isNaN();
        } else {
            assertThat(velocity).isCloseTo(velocityMmS, withinPercentage(0.2));
        }
        assertThat(numbers[NAMES.indexOf(Bursts.ISO_20816_ZONE)]).isEqualTo(Double.valueOf(zone));
    }

    /** {@code pywt.wavedec(x - x.mean(), 'db4', mode='periodization', level=5)}, PyWavelets 1.8. */
    @Test
    void wavelet_shares_agree_with_pywavelets() {
        double[] numbers = numbers(PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 0.8), 1000);

        double[] expected = {
            0.10954454372864524, 0.04402551784446488, 0.031339363687475176, 0.2253627849230226, 0.5449532313659198
        };
        for (int level = 1; level <= 5; level++) {
            assertThat(numbers[NAMES.indexOf("wavelet_" + level)]).isCloseTo(expected[level - 1], within(1e-7));
        }
    }

    @Test
    void a_level_shorter_than_the_filter_is_no_number_and_a_band_above_the_usable_spectrum_neither() {
        double[] shortest = numbers(PlantedBurst.of(64, SHAFT_HZ, SHAFT_HZ, 1), 1000);
        double[] slow = numbers(PlantedBurst.of(1000, SHAFT_HZ, SHAFT_HZ, 1), 1000);
        double[] fast = numbers(PlantedBurst.of(1000, SHAFT_HZ, SHAFT_HZ, 1), 1002.5);

        assertThat(shortest[NAMES.indexOf("wavelet_4")]).isNotNaN();
        assertThat(shortest[NAMES.indexOf("wavelet_5")]).isNaN();
        assertThat(slow[NAMES.indexOf("band_60_401_hz")]).isNaN();
        assertThat(fast[NAMES.indexOf("band_60_401_hz")]).isGreaterThan(0);
        assertThat(slow[NAMES.indexOf("band_20_60_hz")]).isCloseTo(0.68, within(0.02));
    }

    @Test
    void a_burst_has_the_same_numbers_whatever_was_analysed_before() {
        Random random = new Random(3);
        float[] samples = PlantedBurst.of(1000, SHAFT_HZ, BPFO * SHAFT_HZ, 1);
        double[] first = numbers(samples, 1000);

        for (int length = 64; length < 200; length += 3) {
            numbers(PlantedBurst.rounded(random.doubles(length).toArray()), 500);
        }
        numbers(PlantedBurst.rounded(random.doubles(1000).toArray()), 500);

        assertThat(numbers(samples, 1000)).containsExactly(first);
        assertThat(new BurstAnalyser(PLAN).numbers(samples, new Sensing(1000, UNIT), plate(SHAFT)))
                .containsExactly(first);
    }
}
