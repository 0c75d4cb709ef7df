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

        FeatureDrift drift = FeatureDrift.adjusted(List.of(FeatureDrift.of("x", before, after, 1)))
                .get(0);

        assertThat(drift.drifted()).isTrue();
        assertThat(drift.pValue()).isLessThan(0.001);
    }

    @Test
    void too_few_machines_are_not_judged_and_say_so() {
        Map<String, Double> few = Map.of("a", 1.0, "b", 2.0, "c", Double.NaN);

        FeatureDrift drift = FeatureDrift.adjusted(List.of(FeatureDrift.of("x", few, few, 1)))
                .get(0);

        assertThat(drift.judged()).isFalse();
        assertThat(drift.drifted()).isFalse();
        assertThat(drift.machinesReference()).isEqualTo(2);
        assertThat(drift.note()).contains("fewer than 5 machines");
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
            compared.add(FeatureDrift.of("f" + feature, before, after, seed + feature));
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
