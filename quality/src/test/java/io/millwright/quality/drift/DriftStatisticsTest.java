package io.millwright.quality.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftStatisticsTest {

    private static final Offset<Double> TIGHT = Offset.offset(1e-12);

    @Test
    void the_distance_of_shifted_samples_is_the_shift() {
        double[] values = {1, 2, 5, 9};

        assertThat(Wasserstein.distance(values, values)).isZero();
        assertThat(Wasserstein.distance(values, new double[] {4, 5, 8, 12})).isCloseTo(3, TIGHT);
        assertThat(Wasserstein.scaled(new double[] {0, 1, 2, 3, 4}, new double[] {1, 2, 3, 4, 5}))
                .isCloseTo(0.5, TIGHT);
        assertThat(Wasserstein.scaled(new double[] {1, 1}, new double[] {1, 1})).isZero();
        assertThat(Wasserstein.scaled(new double[] {1, 1}, new double[] {2, 1})).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_distance_is_the_area_between_the_distribution_functions(long seed) {
        Random random = new Random(seed);
        double[] a = random.ints(7 + random.nextInt(20), 0, 12).asDoubleStream().toArray();
        double[] b = random.doubles(5 + random.nextInt(20), -3, 15).toArray();

        assertThat(Wasserstein.distance(a, b)).isCloseTo(naiveArea(a, b), Offset.offset(1e-9));
        assertThat(Wasserstein.distance(b, a)).isCloseTo(Wasserstein.distance(a, b), TIGHT);
    }

    @Test
    void the_permutation_test_measures_the_same_distance() {
        double[] a = {3, 1, 4, 1, 5};
        double[] b = {9, 2, 6, 5, 3};
        boolean[] current = {false, false, false, false, false, true, true, true, true, true};

        assertThat(new PermutationTest(a, b, new double[0], new double[0]).distance(current))
                .isCloseTo(Wasserstein.distance(a, b), TIGHT);
    }

    @Test
    void psi_without_drift_has_the_mean_and_the_limit_of_its_null() {
        Random random = new Random(11);
        int trials = 400;
        double sum = 0;
        int beyond = 0;
        double expected = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] a = random.doubles(1_000).toArray();
            double[] b = random.doubles(1_000).toArray();
            PopulationStability psi = PopulationStability.of(a, b, 10, 0.05);
            sum += psi.value();
            beyond += psi.beyondLimit() ? 1 : 0;
            expected = psi.expectedUnderNoDrift();
        }

        assertThat(expected).isCloseTo(0.018, TIGHT);
        assertThat(sum / trials).isCloseTo(expected, Offset.offset(0.0015));
        assertThat((double) beyond / trials).isBetween(0.02, 0.08);
    }

    @Test
    void psi_of_a_moved_or_constant_feature_is_finite() {
        double[] low = new Random(1).doubles(50).toArray();
        double[] high = Arrays.stream(low).map(value -> value + 10).toArray();

        assertThat(PopulationStability.of(low, high, 10, 0.01).beyondLimit()).isTrue();
        assertThat(PopulationStability.of(new double[20], new double[20], 10, 0.01)
                        .beyondLimit())
                .isFalse();
    }

    @Test
    void the_adjusted_p_values_are_those_of_a_published_example() {
        double[] p = {0.01, 0.04, 0.03, 0.005};

        assertThat(FalseDiscovery.adjusted(p)).containsExactly(new double[] {0.02, 0.04, 0.04, 0.02}, TIGHT);
        assertThat(FalseDiscovery.adjusted(new double[0])).isEmpty();
    }

    @Test
    void the_poisson_interval_is_garwoods() {
        EventRate none = EventRate.of(0, 1);
        EventRate ten = EventRate.of(10, 2);

        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(3.6889, Offset.offset(1e-4));
        assertThat(ten.low()).isCloseTo(4.7954 / 2, Offset.offset(1e-4));
        assertThat(ten.high()).isCloseTo(18.3904 / 2, Offset.offset(1e-4));
    }

    @Test
    void equal_rates_are_not_told_apart_and_tripled_ones_are() {
        EventRate before = EventRate.of(20, 100);

        assertThat(before.pValueOfEqual(EventRate.of(22, 100))).isGreaterThan(0.5);
        assertThat(before.pValueOfEqual(EventRate.of(60, 100))).isLessThan(1e-4);
        assertThat(EventRate.of(0, 5).pValueOfEqual(EventRate.of(0, 9))).isEqualTo(1);
    }

    /** Sums the gap between the two distribution functions over a fine walk through all values. */
    private static double naiveArea(double[] a, double[] b) {
        double[] all = java.util.stream.DoubleStream.concat(Arrays.stream(a), Arrays.stream(b))
                .sorted()
                .toArray();
        double area = 0;
        for (int i = 0; i + 1 < all.length; i++) {
            double at = all[i];
            double f = Arrays.stream(a).filter(value -> value <= at).count() / (double) a.length;
            double g = Arrays.stream(b).filter(value -> value <= at).count() / (double) b.length;
            area += Math.abs(f - g) * (all[i + 1] - all[i]);
        }
        return area;
    }
}
