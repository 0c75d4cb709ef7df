package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Means of a machine's surroundings, against a sum over the newest known reading of every instant; times are in hours. */
class EnvironmentFeaturesTest {

    private static final long H = 3_600_000;
    private static final List<ContextPlan.Surroundings> PLAN = List.of(
            new ContextPlan.Surroundings("humidity", "%", new long[] {6 * H, 24 * H}, List.of("6h", "24h")),
            new ContextPlan.Surroundings("dust", "", new long[] {24 * H}, List.of("24h")));

    private static List<Double> row(List<Condition> conditions, long hour) {
        List<Double> row = new ArrayList<>();
        new EnvironmentFeatures(PLAN, conditions).addTo(row, hour * H);
        return row;
    }

    private static Condition humidity(long hour, long knownHour, double value) {
        return Condition.of("humidity", hour * H, knownHour * H, value);
    }

    @Test
    void a_window_holds_what_was_read_in_it_and_known_by_its_end() {
        List<Condition> conditions = List.of(
                humidity(3, 3, 10), humidity(4, 4, 20), humidity(9, 9, 40), humidity(8, 11, 99), humidity(10, 10, 70));

        assertThat(row(conditions, 10)).containsExactly(30.0, 70.0 / 3, Double.NaN);
        assertThat(row(conditions, 11))
                .containsExactly((99.0 + 40 + 70) / 3, (10.0 + 20 + 99 + 40 + 70) / 5, Double.NaN);
    }

    @Test
    void of_one_instant_the_reading_that_was_known_last_counts() {
        List<Condition> conditions = List.of(humidity(8, 9, 10), humidity(8, 12, 50), humidity(7, 7, 20));

        assertThat(row(conditions, 11).get(0)).isEqualTo(15);
        assertThat(row(conditions, 12).get(0)).isEqualTo(35);
    }

    @Test
    void in_whatever_order_they_come_they_say_the_same_to_the_bit() {
        Random random = new Random(4);
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long hour = random.nextInt(40);
            conditions.add(humidity(hour, hour + random.nextInt(5), random.nextGaussian()));
        }
        List<Double> sorted = row(conditions, 30);
        Collections.shuffle(conditions, random);

        assertThat(row(conditions, 30)).isEqualTo(sorted);
        conditions.removeIf(condition -> condition.knownMs() > 30 * H || condition.timeMs() >= 30 * H);
        assertThat(row(conditions, 30)).as("what is known later").isEqualTo(sorted);
    }
}
