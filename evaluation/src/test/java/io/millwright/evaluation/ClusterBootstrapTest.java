package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {

    private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(1000, 7);

    @Test
    void the_interval_of_a_mean_has_the_width_theory_gives() {
        double[] values = gaussian(400, 1);
        double[] ones = filled(400, 1);

        Estimate mean = BOOTSTRAP.estimate(ClusterMetric.ratio(values, ones, 400));

        assertThat(mean.high() - mean.low()).isCloseTo(2 * 1.96 / Math.sqrt(400), within(0.03));
        assertThat(mean.low()).isLessThan(mean.value());
        assertThat(mean.high()).isGreaterThan(mean.value());
        assertThat(mean.n()).isEqualTo(400);
    }

    @Test
    void intervals_hold_the_truth_about_as_often_as_they_say() {
        int held = 0;
        for (int run = 0; run < 200; run++) {
            Estimate mean = new ClusterBootstrap(300, run)
                    .estimate(ClusterMetric.ratio(gaussian(60, 100 + run), filled(60, 1), 60));
            held += mean.low() <= 0 && mean.high() >= 0 ? 1 : 0;
        }

        assertThat(held).isBetween(178, 200);
    }

    @Test
    void intervals_of_few_machines_hold_the_truth_as_often_as_they_say() {
        int held = 0;
        for (int run = 0; run < 1000; run++) {
            Estimate mean = new ClusterBootstrap(300, run)
                    .estimate(ClusterMetric.ratio(gaussian(12, 5000 + run), filled(12, 1), 12));
            held += mean.low() <= 0 && mean.high() >= 0 ? 1 : 0;
        }

        assertThat(held).as("plain percentiles hold it 901 times").isBetween(930, 970);
    }

    @Test
    void the_tail_is_that_of_the_percentiles_for_many_machines_and_further_out_for_few() {
        assertThat(ClusterBootstrap.tail(100_000)).isCloseTo(0.025, within(1e-5));
        assertThat(ClusterBootstrap.tail(10))
                .as("normal beyond 2.262 * sqrt(10 / 9)")
                .isCloseTo(0.00855, within(1e-5));
    }

    @Test
    void the_same_seed_gives_the_same_interval_and_another_seed_another() {
        ClusterMetric mean = ClusterMetric.ratio(gaussian(30, 3), filled(30, 1), 30);

        assertThat(new ClusterBootstrap(200, 5).estimate(mean))
                .isEqualTo(new ClusterBootstrap(200, 5).estimate(mean))
                .isNotEqualTo(new ClusterBootstrap(200, 6).estimate(mean));
    }

    @Test
    void a_paired_difference_is_far_narrower_than_either_figure_when_they_move_together() {
        double[] base = gaussian(100, 4);
        double[] shifted = base.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 0.1;
        }
        ClusterMetric a = ClusterMetric.ratio(shifted, filled(100, 1), 100);
        ClusterMetric b = ClusterMetric.ratio(base, filled(100, 1), 100);

        Estimate difference = BOOTSTRAP.estimate(a.minus(b));

        assertThat(difference.value()).isCloseTo(0.1, within(1e-12));
        assertThat(difference.high() - difference.low()).isLessThan(1e-12);
    }

    @Test
    void what_is_undefined_stays_undefined() {
        Estimate none = BOOTSTRAP.estimate(ClusterMetric.ratio(new double[3], new double[3], 0));

        assertThat(none.isDefined()).isFalse();
        assertThat(none.n()).isZero();
        assertThat(none.value()).isNaN();
    }

    @Test
    void one_machine_gives_a_value_without_an_interval() {
        Estimate single = BOOTSTRAP.estimate(ClusterMetric.ratio(filled(1, 3), filled(1, 1), 5));

        assertThat(single.value()).isEqualTo(3);
        assertThat(single.hasInterval()).isFalse();
    }

    @Test
    void a_figure_undefined_on_most_draws_has_no_interval() {
        ClusterMetric onlyWithNumberThree =
                ClusterMetric.of(200, 1, draw -> draw[3] == 1 && draw[4] == 1 ? 0.5 : Double.NaN);

        assertThat(BOOTSTRAP.estimate(onlyWithNumberThree).hasInterval()).isFalse();
    }

    private static double[] gaussian(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double[] filled(int n, double value) {
        double[] values = new double[n];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
