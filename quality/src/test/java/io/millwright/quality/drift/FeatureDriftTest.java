package io.millwright.quality.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {

    @Test
    void without_drift_few_features_raise_an_alarm_though_the_rows_of_a_machine_resemble_each_other() {
        int alarmed = 0;
        int pAtMostFivePercent = 0;
        int features = 0;
        for (int trial = 0; trial < 40; trial++) {
            List<FeatureDrift> verdicts = FeatureDrift.adjusted(fleet(25, 10, 0, trial));
            alarmed += verdicts.stream().anyMatch(FeatureDrift::drifted) ? 1 : 0;
            pAtMostFivePercent +=
                    (int) verdicts.stream().filter(f -> f.pValue() <= 0.05).count();
            features += verdicts.size();
        }

        assertThat((double) pAtMostFivePercent / features).isBetween(0.02, 0.085);
        assertThat(alarmed / 40.0).isLessThanOrEqualTo(0.125);
    }

    @Test
    void a_planted_drift_is_found_and_the_other_features_stay_quiet() {
        List<FeatureDrift> verdicts = new ArrayList<>(fleet(25, 10, 0, 99));
        verdicts.addAll(fleet(25, 1, 1.5, 100));

        verdicts = FeatureDrift.adjusted(verdicts);

        assertThat(verdicts.get(10).drifted()).isTrue();
        assertThat(verdicts.get(10).effect()).isGreaterThan(0.5);
        assertThat(verdicts.subList(0, 10)).noneMatch(FeatureDrift::drifted);
    }

    @Test
    void machines_that_came_and_went_are_compared_too() {
        Random random = new Random(3);
        Map<String, Double> before = new HashMap<>();
        Map<String, Double> after = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            before.put("old-" + i, random.nextGaussian());
            after.put("new-" + i, 5 + random.nextGaussian());
        }

        FeatureDrift drift = FeatureDrift.adjusted(List.of(FeatureDrift.of("x", before, after, 9_999, 1)))
                .get(0);

        assertThat(drift.drifted()).isTrue();
        assertThat(drift.pValue()).isLessThan(0.001);
    }

    @Test
    void too_few_machines_are_not_judged_and_say_so() {
        Map<String, Double> few = Map.of("a", 1.0, "b", 2.0, "c", Double.NaN);

        FeatureDrift drift = FeatureDrift.adjusted(List.of(FeatureDrift.of("x", few, few, 9_999, 1)))
                .get(0);

        assertThat(drift.judged()).isFalse();
        assertThat(drift.drifted()).isFalse();
        assertThat(drift.machinesReference()).isEqualTo(2);
        assertThat(drift.note()).contains("fewer than 5 machines");
    }

    @Test
    void one_feature_that_drifts_alone_among_six_hundred_is_told() {
        List<FeatureDrift> verdicts = new ArrayList<>(fleet(25, 599, 0, 7));
        Map<String, Double> before = new HashMap<>();
        Map<String, Double> after = new HashMap<>();
        for (int machine = 0; machine < 25; machine++) {
            before.put("m" + machine, (double) machine);
            after.put("m" + machine, machine + 30.0);
        }
        verdicts.add(FeatureDrift.of("replaced", before, after, FeatureDrift.drawsFor(600), 8));

        assertThat(FeatureDrift.adjusted(verdicts))
                .filteredOn(FeatureDrift::drifted)
                .extracting(FeatureDrift::feature)
                .containsExactly("replaced");
    }

    @Test
    void where_so_few_machines_could_never_tell_a_drift_nothing_is_judged() {
        assertThat(fleet(7, 1, 9, 3).get(0)).satisfies(drift -> {
            assertThat(drift.judged()).isFalse();
            assertThat(drift.note()).isEqualTo("too few machines to tell");
            assertThat(drift.pValue()).isNaN();
            assertThat(drift.effect()).as("how far it moved is told").isGreaterThan(1);
        });
        assertThat(fleet(8, 1, 9, 3).get(0)).satisfies(drift -> {
            assertThat(drift.judged()).isTrue();
            assertThat(drift.leastP()).isEqualTo(2 / 256.0);
            assertThat(drift.pValue()).isBetween(0.8 * drift.leastP(), 1.6 * drift.leastP());
        });
    }

    /** Counted by hand: 3 of 7 machines seen once, in 35 ways; two pairs, in 4; of three and three alone the mirror is as far. */
    @Test
    void the_smallest_p_value_is_one_over_the_ways_to_deal_the_machines() {
        double[] none = {};
        double[] two = {1, 2};
        double[] three = {1, 2, 3};
        double[] four = {4, 5, 6, 7};

        assertThat(new PermutationTest(none, none, three, four).leastP(9_999)).isEqualTo(1 / 35.0);
        assertThat(new PermutationTest(two, two, three, four).leastP(9_999)).isEqualTo(1 / 140.0);
        assertThat(new PermutationTest(two, two, three, three).leastP(9_999)).isEqualTo(2 / 80.0);
        assertThat(new PermutationTest(two, two, three, four).leastP(9)).isEqualTo(0.1);
    }

    @Test
    void the_same_seed_gives_the_same_p_value() {
        assertThat(fleet(10, 3, 0.3, 5)).isEqualTo(fleet(10, 3, 0.3, 5));
    }

    /** Features of a fleet: each machine has a level of its own, each period 30 rows around it, shifted in the second. */
    private static List<FeatureDrift> fleet(int machines, int features, double shift, long seed) {
        Random random = new Random(seed);
        List<FeatureDrift> compared = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            Map<String, Double> before = new HashMap<>();
            Map<String, Double> after = new HashMap<>();
            for (int machine = 0; machine < machines; machine++) {
                double level = random.nextGaussian();
                before.put("m" + machine, meanOfRows(level, random));
                after.put("m" + machine, meanOfRows(level + shift, random));
            }
            compared.add(
                    FeatureDrift.of("f" + feature, before, after, FeatureDrift.drawsFor(features), seed + feature));
        }
        return compared;
    }

    private static double meanOfRows(double level, Random random) {
        double episode = 0.3 * random.nextGaussian();
        double sum = 0;
        for (int row = 0; row < 30; row++) {
            sum += level + episode + 0.1 * random.nextGaussian();
        }
        return sum / 30;
    }
}
