package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.waveform.WaveformFeatures.Burst;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BurstSummaryTest {

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
    void a_burst_counts_from_its_arrival_on_and_never_at_the_row_itself() {
        WaveformPlan plan = new WaveformPlan(List.of("x"), new long[] {100}, List.of("w"), 50, List.of("g"));
        WaveformFeatures features = new WaveformFeatures(
                plan, Map.of("x", List.of(burst(10, 10, 1), burst(80, 95, 3), burst(100, 100, 9))));
        int meanOfWindow = WaveformPlan.PUBLISHED.length;
        int baseline = 2 * WaveformPlan.PUBLISHED.length;

        assertThat(features.row(90)[0]).isEqualTo(1);
        assertThat(features.row(100)[0]).isEqualTo(3);
        assertThat(features.row(100)[meanOfWindow]).isEqualTo(2);
        assertThat(features.row(100)[baseline]).isEqualTo(1);
        assertThat(features.row(101)[0]).isEqualTo(9);
        assertThat(features.row(10)[0]).isNaN();
    }

    private static Burst burst(long start, long known, double rms) {
        return new Burst(start, known, new double[] {rms, rms, 1, 3, 0, 0.1});
    }
}
