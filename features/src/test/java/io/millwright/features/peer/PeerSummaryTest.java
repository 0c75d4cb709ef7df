package io.millwright.features.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerSummaryTest {

    @Test
    void agrees_with_numpy_and_scipy() {
        double[] values = {4, 1, 7, 3, 3, 10};
        PeerSummary peers = PeerSummary.of(values);

        // 0.6745 * (v - np.median(v)) / stats.median_abs_deviation(v)
        assertThat(Arrays.stream(values).map(peers::z).toArray())
                .containsExactly(
                        new double[] {0.22483333, -1.12416667, 1.57383333, -0.22483333, -0.22483333, 2.92283333},
                        within(1e-8));
        // [((v < x).sum() + 0.5 * ((v == x).sum() - 1)) / (len(v) - 1) for x in v]
        assertThat(Arrays.stream(values).map(peers::rank).toArray())
                .containsExactly(new double[] {0.6, 0, 0.8, 0.3, 0.3, 1}, within(1e-12));
    }

    @Test
    void machines_meet_those_alike_that_are_in_the_same_regime_at_the_moment() {
        Map<String, String> types = Map.of("a", "press", "b", "press", "c", "belt");
        PeerPlan plan = new PeerPlan(new int[] {0}, types, 1);

        assertThat(plan.groupOf("a", new double[] {5, 0}))
                .isEqualTo(plan.groupOf("b", new double[] {7, 0}))
                .isNotEqualTo(plan.groupOf("b", new double[] {7, 1}))
                .isNotEqualTo(plan.groupOf("c", new double[] {7, 0}));
        assertThat(new PeerPlan(new int[] {0}, types, -1).groupOf("a", new double[] {5, 0}))
                .as("whatever the regime")
                .isEqualTo("press");
    }

    @Test
    void ranks_of_distinct_values_spread_evenly_whatever_their_order() {
        double[] values = new Random(1).doubles(101).toArray();

        PeerSummary peers = PeerSummary.of(values);

        assertThat(Arrays.stream(values).map(peers::rank).sorted().toArray())
                .containsExactly(
                        java.util.stream.IntStream.rangeClosed(0, 100)
                                .mapToDouble(i -> i / 100.0)
                                .toArray(),
                        within(1e-12));
    }

    @Test
    void two_machines_machines_that_agree_and_a_machine_without_a_value_cannot_be_compared() {
        assertThat(PeerSummary.of(new double[] {1, 2, Double.NaN}).rank(1)).isNaN();
        assertThat(PeerSummary.of(new double[] {1, 2, Double.NaN}).z(1)).isNaN();
        assertThat(PeerSummary.of(new double[] {1, 1, 1, 5}).z(5)).isNaN();
        assertThat(PeerSummary.of(new double[] {1, 1, 1}).rank(1)).isEqualTo(0.5);
        assertThat(PeerSummary.of(new double[] {1, 2, 3}).rank(Double.NaN)).isNaN();
        assertThat(PeerSummary.of(new double[] {1, 2, 3}).z(Double.NaN)).isNaN();
        assertThat(PeerSummary.of(new double[0]).z(1)).isNaN();
    }
}
