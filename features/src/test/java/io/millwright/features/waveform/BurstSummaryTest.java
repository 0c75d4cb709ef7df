package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.waveform.WaveformFeatures.Burst;
import io.millwright.features.waveform.WaveformPlan.Windows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurstSummaryTest {

    private static final WaveformPlan PLAN = plan(false);

    private static WaveformPlan plan(boolean trailing) {
        return new WaveformPlan(
                List.of("x"),
                new Windows(new long[] {100}, List.of("w")),
                new Windows(new long[] {50}, List.of("half")),
                50,
                trailing,
                List.of("g"),
                BurstPlan.FIXED,
                new WaveformPlan.Fleet(true, true, List.of(1000.0), false, null));
    }

    private static BurstSummary summary(float[] samples) {
        return BurstSummary.of(samples, Deviations.of(samples));
    }

    @Test
    void a_sine_has_the_textbook_numbers() {
        float[] sine = new float[10_000];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (5 + 2 * Math.sin(2 * Math.PI * i / 100));
        }

        BurstSummary summary = summary(sine);

        assertThat(summary.rms()).isCloseTo(Math.sqrt(2), within(1e-4));
        assertThat(summary.peak()).isCloseTo(2, within(1e-4));
        assertThat(summary.crestFactor()).isCloseTo(Math.sqrt(2), within(1e-4));
        assertThat(summary.kurtosis()).isCloseTo(1.5, within(1e-4));
        assertThat(summary.highFrequencyShare()).isCloseTo(Math.sin(Math.PI / 100), within(1e-4));
    }

    @Test
    void alternating_samples_are_all_high_frequency_and_a_flat_burst_has_no_shape() {
        float[] alternating = new float[1000];
        for (int i = 0; i < alternating.length; i++) {
            alternating[i] = i % 2 == 0 ? 1 : -1;
        }

        assertThat(summary(alternating).highFrequencyShare()).isCloseTo(1, within(1e-3));
        assertThat(summary(new float[100]).rms()).isZero();
        assertThat(summary(new float[100]).kurtosis()).isNaN();
        assertThat(summary(new float[0]).rms()).isNaN();
    }

    @Test
    void a_flat_burst_whose_mean_is_rounded_has_no_shape_either() {
        float[] flat = new float[1000];
        Arrays.fill(flat, 0.1f);

        assertThat(summary(flat).rms()).isLessThan(1e-9);
        assertThat(summary(flat).kurtosis()).isNaN();
        assertThat(summary(flat).highFrequencyShare()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 63, 64, 1001})
    void numbers_are_those_of_plain_sums_with_gaps_and_without(int length) {
        float[] samples = PlantedBurst.of(length, 25, 25, 1);
        float[] gaps = samples.clone();
        gaps[length / 2] = Float.NaN;
        gaps[length - 1] = Float.POSITIVE_INFINITY;

        assertPlain(samples);
        if (length > 5) {
            assertPlain(gaps);
        }
    }

    private static void assertPlain(float[] samples) {
        double[] numbers = IntStream.range(0, samples.length)
                .mapToDouble(i -> samples[i])
                .filter(Double::isFinite)
                .toArray();
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double[] moments = IntStream.rangeClosed(2, 4)
                .mapToDouble(power -> Arrays.stream(numbers)
                        .map(number -> Math.pow(number - mean, power))
                        .average()
                        .orElseThrow())
                .toArray();
        double steps = IntStream.range(1, samples.length)
                .mapToDouble(i -> (double) samples[i] - samples[i - 1])
                .filter(Double::isFinite)
                .map(step -> step * step)
                .sum();
        double rms = Math.sqrt(moments[0]);
        double peak = Arrays.stream(numbers)
                .map(number -> Math.abs(number - mean))
                .max()
                .orElseThrow();
        double[] plain = {
            rms,
            peak,
            peak / rms,
            moments[2] / Math.pow(rms, 4),
            moments[1] / Math.pow(rms, 3),
            Math.sqrt(steps / (numbers.length - 1)) / (2 * rms)
        };

        assertThat(summary(samples).toArray()).containsExactly(plain, within(1e-9));
    }

    @Test
    void a_burst_counts_from_its_arrival_on_and_never_at_the_row_itself() {
        WaveformFeatures features = new WaveformFeatures(
                PLAN, Map.of("x", List.of(burst(10, 10, 1), burst(80, 95, 3), burst(100, 100, 9))));
        int meanOfWindow = WaveformPlan.PUBLISHED.length;
        int baseline = 2 * WaveformPlan.PUBLISHED.length;
        int latestSpectrum = baseline + 1;
        int meanSpectrum = latestSpectrum + PLAN.spectral().length;

        assertThat(features.row(90)[0]).isEqualTo(1);
        assertThat(features.row(100)[0]).isEqualTo(3);
        assertThat(features.row(100)[meanOfWindow]).isEqualTo(2);
        assertThat(features.row(100)[baseline]).isEqualTo(1);
        assertThat(features.row(100)[latestSpectrum]).isEqualTo(30);
        assertThat(features.row(100)[meanSpectrum]).isEqualTo(30);
        assertThat(features.row(101)[0]).isEqualTo(9);
        assertThat(features.row(101)[latestSpectrum]).isEqualTo(90);
        assertThat(features.row(101)[meanSpectrum]).isEqualTo(60);
        assertThat(features.row(10)).containsOnly(Double.NaN);
        assertThat(features.row(100)).hasSize(PLAN.width());
    }

    @Test
    void a_trailing_baseline_ends_as_long_before_the_row_as_it_is() {
        List<Burst> bursts = List.of(burst(10, 10, 100), burst(60, 60, 1), burst(90, 170, 7), burst(130, 130, 5));
        int baseline = 2 * WaveformPlan.PUBLISHED.length;

        assertThat(new WaveformFeatures(plan(true), Map.of("x", bursts)).row(150)[baseline])
                .as("5 and 1 over the window, 1 over the baseline")
                .isEqualTo(3 - 1);
        assertThat(new WaveformFeatures(plan(true), Map.of("x", bursts)).row(170)[baseline])
                .as("the baseline's burst is known by now, that before it is out of it")
                .isEqualTo((7 + 5) / 2.0 - 7);
        assertThat(new WaveformFeatures(plan(false), Map.of("x", bursts)).row(150)[baseline])
                .as("its first bursts are those of a machine that ran in")
                .isEqualTo(3 - 100);
    }

    @Test
    void bursts_from_the_row_on_change_none_of_its_numbers() {
        List<Burst> known = List.of(burst(10, 10, 1), burst(80, 95, 3));
        List<Burst> more =
                List.of(known.get(0), known.get(1), burst(90, 101, 70), burst(100, 100, 9), burst(130, 140, 5));

        double[] row = new WaveformFeatures(PLAN, Map.of("x", known)).row(100);
        double[] withMore = new WaveformFeatures(PLAN, Map.of("x", more)).row(100);

        assertThat(withMore).containsExactly(row);
        assertThat(Arrays.stream(row).filter(Double::isNaN)).isEmpty();
    }

    private static Burst burst(long start, long known, double rms) {
        double[] numbers = new double[BurstPlan.FIXED.size()];
        Arrays.fill(numbers, 10 * rms);
        numbers[0] = rms;
        return new Burst(start, known, numbers);
    }
}
