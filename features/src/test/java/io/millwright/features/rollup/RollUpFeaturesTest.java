package io.millwright.features.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.FeatureSpec.RollUp;
import io.millwright.lake.config.FeatureSpec.RollUp.By;
import io.millwright.lake.config.FeatureSpec.RollUp.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollUpFeaturesTest {

    private static final RollUp TWO = new RollUp(
            "two", List.of("a", "b"), List.of(Level.SITE, Level.LINE, Level.MACHINE), List.of(By.MAX, By.MEAN));
    private static final RollUp ONE = new RollUp("one", List.of("c"), List.of(Level.LINE), List.of(By.MIN));
    private static final RollUpPlan PLAN = new RollUpPlan(
            List.of(TWO, ONE),
            List.of(new int[] {3, 1}, new int[] {0}),
            Map.of(),
            Map.of("m1", "packing", "m2", "packing", "m3", "sorting", "m4", ""));
    private static final double NAN = Double.NaN;

    @Test
    void components_are_summed_up_for_machines_and_machines_for_lines_and_the_site() {
        double[][] rows = new RollUpFeatures(PLAN).rows(List.of("m1", "m2", "m3", "m4"), new double[][] {
            {1, 3, 7}, {5, NAN, 6}, {NAN, NAN, NAN}, {10, 20, 5},
        });

        // two: machine mean, machine max, line mean, line max, site mean, site max; one: line min
        assertThat(rows[0]).containsExactly(2, 3, 3.5, 5, 22.0 / 3, 20, 6);
        assertThat(rows[1]).containsExactly(5, 5, 3.5, 5, 22.0 / 3, 20, 6);
        assertThat(rows[2]).containsExactly(NAN, NAN, NAN, NAN, 22.0 / 3, 20, NAN);
        assertThat(rows[3]).containsExactly(15, 20, NAN, NAN, 22.0 / 3, 20, NAN);
    }

    @Test
    void the_numbers_taken_are_those_of_the_roll_ups_in_turn() {
        assertThat(PLAN.taken(new double[] {9, 8, 7, 6, 5})).containsExactly(6, 8, 9);
    }
}
