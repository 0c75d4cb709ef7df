package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.waveform.WaveformFeatures.Burst;
import io.millwright.features.waveform.WaveformPlan.Windows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BurstSummaryTest {

    private static final WaveformPlan PLAN = new WaveformPlan(
            List.of("x"),
            new Windows(new long[] {100}, List.of("w")),
            new Windows(new long[] {50}, List.of("half")),
            50,
            List.of("g"),
            BurstPlan.FIXED,
            new WaveformPlan.Fleet(true, true, List.of(1000.0)));

    @Test
    void a_sine_has_the_textbook_numbers() {
        float[] sine = new float[10_000];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (5 + 2 * Math.sin(2 * Math.PI * i / 100));
        }

        BurstSummary summary = BurstSummary.of(sine);

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

        assertThat(BurstSummary.of(alternating).highFrequencyShare()).isCloseTo(1, within(1e-3));
        assertThat(BurstSummary.of(new float[100]).rms()).isZero();
        assertThat(BurstSummary.of(new float[100]).kurtosis()).isNaN();
        assertThat(BurstSummary.of(new float[0]).rms()).isNaN();
    }

    @Test
    void a_flat_burst_whose_mean_is_rounded_has_no_shape_either() {
        float[] flat = new float[1000];
        Arrays.fill(flat, 0.1f);

        assertThat(BurstSummary.of(flat).rms()).isLessThan(1e-9);
        assertThat(BurstSummary.of(flat).kurtosis()).isNaN();
        assertThat(BurstSummary.of(flat).highFrequencyShare()).isNaN();
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
