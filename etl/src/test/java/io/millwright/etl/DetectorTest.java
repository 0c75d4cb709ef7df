package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectorTest {

    private static final long PERIOD_MS = 300_000;
    private static final SensorProfile CELSIUS =
            new SensorProfile("temperature", -40, 250, PERIOD_MS, true, Units.mistakes("degC"), null, 0);

    private final List<Finding> findings = new ArrayList<>();

    /** Noise of 1 degree, in steps of a tenth, around 40. */
    private static double[] noise(int n, long seed) {
        Random random = new Random(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.rint((40 + random.nextGaussian()) * 10) / 10;
        }
        return values;
    }

    private double[] judge(double[] values) {
        Detector detector = new Detector(CELSIUS, findings);
        double[] clean = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            clean[i] = detector.next(i * PERIOD_MS, values[i]);
        }
        detector.end(values.length * PERIOD_MS);
        return clean;
    }

    @Test
    void healthy_noise_is_left_alone() {
        double[] values = noise(5_000, 1);

        assertThat(judge(values)).isEqualTo(values);
        assertThat(findings).isEmpty();
    }

    @Test
    void two_readings_far_out_are_a_spike_and_kept_out() {
        double[] values = noise(1_000, 2);
        values[500] += 30;
        values[501] += 30;

        double[] clean = judge(values);

        assertThat(clean[500]).isNaN();
        assertThat(clean[501]).isNaN();
        assertThat(clean[502]).isEqualTo(values[502]);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.SPIKE);
            assertThat(finding.fromMs()).isEqualTo(500 * PERIOD_MS);
            assertThat(finding.toMs()).isEqualTo(502 * PERIOD_MS);
        });
    }

    @Test
    void a_sensor_with_a_level_for_each_regime_has_no_spikes() {
        double[] values = noise(1_000, 9);
        java.util.Random regimes = new java.util.Random(9);
        for (int i = 0; i < values.length; i++) {
            values[i] += regimes.nextInt(7) == 0 ? 60 : 0;
        }

        double[] clean = judge(values);

        assertThat(Arrays.stream(clean).filter(Double::isNaN).count()).isLessThan(10);
        assertThat(Arrays.copyOfRange(clean, 200, 1_000)).isEqualTo(Arrays.copyOfRange(values, 200, 1_000));
    }

    @Test
    void a_new_level_is_accepted_after_three_readings() {
        double[] values = noise(1_000, 3);
        for (int i = 500; i < values.length; i++) {
            values[i] += 23;
        }

        double[] clean = judge(values);

        assertThat(Arrays.copyOfRange(clean, 500, 503)).containsOnly(Double.NaN);
        assertThat(Arrays.copyOfRange(clean, 503, 1_000)).isEqualTo(Arrays.copyOfRange(values, 503, 1_000));
        assertThat(findings).isEmpty();
    }

    @Test
    void slow_degradation_is_never_cleaned_away() {
        double[] values = noise(5_000, 4);
        for (int i = 1_000; i < values.length; i++) {
            values[i] += (i - 1_000) * 0.02;
        }

        assertThat(judge(values)).isEqualTo(values);
        assertThat(findings).isEmpty();
    }

    @Test
    void a_stretch_in_fahrenheit_is_corrected() {
        double[] values = noise(1_000, 5);
        double[] wrong = values.clone();
        for (int i = 400; i < 700; i++) {
            wrong[i] = Math.rint((values[i] * 1.8 + 32) * 10) / 10;
        }

        double[] clean = judge(wrong);

        for (int i = 403; i < 700; i++) {
            assertThat(clean[i]).isBetween(values[i] - 0.1, values[i] + 0.1);
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.WRONG_UNIT);
            assertThat(finding.fromMs()).isEqualTo(400 * PERIOD_MS);
            assertThat(finding.toMs()).isEqualTo(700 * PERIOD_MS);
            assertThat(finding.action()).isEqualTo(Finding.CORRECTED);
        });
    }

    @Test
    void one_value_for_hours_on_a_noisy_sensor_is_stuck() {
        double[] values = noise(1_000, 6);
        Arrays.fill(values, 400, 460, 40.2);
        values[399] = 39.9;
        values[460] = 41.1;

        double[] clean = judge(values);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.STUCK);
            assertThat(finding.fromMs()).isEqualTo(400 * PERIOD_MS);
            assertThat(finding.toMs()).isEqualTo(460 * PERIOD_MS);
        });
        assertThat(Arrays.copyOfRange(clean, 415, 460)).containsOnly(Double.NaN);
        assertThat(clean[460]).isEqualTo(41.1);
    }

    @Test
    void a_sensor_that_is_flat_by_nature_or_at_rest_is_not_stuck() {
        double[] constant = new double[2_000];
        Arrays.fill(constant, 518.67);
        assertThat(judge(constant)).isEqualTo(constant);

        double[] resting = noise(2_000, 7);
        Arrays.fill(resting, 500, 700, 0);
        judge(resting);
        assertThat(findings).noneMatch(finding -> finding.kind().equals(Finding.STUCK));
    }

    @Test
    void no_judgement_depends_on_a_later_reading() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[] values = noise(600, seed);
            for (int i = 0; i < 20; i++) {
                values[random.nextInt(600)] += random.nextGaussian() * 40;
            }
            Arrays.fill(values, 300, 300 + random.nextInt(100), 40);
            int cut = 1 + random.nextInt(599);
            double[] future = values.clone();
            for (int i = cut; i < 600; i++) {
                future[i] = random.nextGaussian() * 100;
            }

            assertThat(Arrays.copyOf(judge(future), cut)).isEqualTo(Arrays.copyOf(judge(values), cut));
        }
    }

    @Test
    void the_median_of_the_band_agrees_with_sorting_the_last_nine() {
        Random random = new Random(8);
        RecentBand band = new RecentBand();
        List<Double> accepted = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            double value = Math.rint(random.nextGaussian() * 10) + 0.0;
            accepted.add(value);
            band.accept(value);
            List<Double> last = new ArrayList<>(
                    accepted.subList(Math.max(0, accepted.size() - RecentBand.LENGTH), accepted.size()));
            last.sort(null);

            assertThat(band.median()).isEqualTo(last.get(last.size() / 2));
        }
    }
}
