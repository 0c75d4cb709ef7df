package io.millwright.evaluation.rul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.rul.AlphaLambda.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AlphaLambdaTest {

    private static final AlphaLambda FIFTH = new AlphaLambda(0.2, 10);

    private static Moment moment(String machine, String life, double predicted, double truth) {
        return new Moment(life, new RulPrediction(machine, predicted, Double.NaN, Double.NaN, truth));
    }

    @Test
    void worked_by_hand_the_moment_of_a_life_is_its_last_row_that_is_not_behind_the_lead() {
        List<Moment> moments = List.of(
                moment("a", "a1", 62, 52),
                moment("a", "a1", 0, 59.5),
                moment("a", "a1", 0, 49),
                moment("a", "a2", 63, 52),
                moment("b", "b1", 40, 50),
                moment("b", "b2", 60, 60),
                moment("c", "c1", 49, 49));

        ClusterMetric rate = FIFTH.hitRate(moments, 50);

        assertThat(rate.n())
                .as("a1, a2 and b1; b2 was last seen too early, c1 first seen too late")
                .isEqualTo(3);
        assertThat(rate.clusters()).isEqualTo(2);
        assertThat(rate.value())
                .as("a1 is off by 10 of at most 10.4, a2 by 11, b1 by just 10 of 10")
                .isCloseTo(2 / 3.0, within(1e-12));
        assertThat(rate.value(new int[] {2, 0})).isEqualTo(0.5);
    }

    @Test
    void without_a_life_at_the_lead_there_is_no_rate() {
        ClusterMetric rate = FIFTH.hitRate(List.of(moment("a", "a1", 5, 5)), 50);

        assertThat(rate.n()).isZero();
        assertThat(rate.value()).isNaN();
    }

    @Test
    void nothing_counts_as_right_within_nothing() {
        assertThatThrownBy(() -> new AlphaLambda(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AlphaLambda(0.2, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agrees_with_a_loop_over_lives_on_random_lives() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            List<Moment> moments = new ArrayList<>();
            for (int life = 0; life < 12; life++) {
                double last = 100 * random.nextDouble();
                for (int row = 0; row < 8; row++) {
                    double truth = last + 10 * row;
                    moments.add(
                            moment("m" + life % 5, "life" + life, truth * (0.6 + 0.8 * random.nextDouble()), truth));
                }
            }
            double lead = 120 * random.nextDouble();
            int[] draw = random.ints(5, 0, 3).toArray();

            ClusterMetric rate = FIFTH.hitRate(moments, lead);

            if (rate.clusters() == 5) {
                assertThat(rate.value(draw)).isEqualTo(naive(moments, lead, draw));
            }
            assertThat(rate.value()).isEqualTo(naive(moments, lead, new int[] {1, 1, 1, 1, 1}));
        }
    }

    private static double naive(List<Moment> moments, double lead, int[] draw) {
        double hits = 0;
        double lives = 0;
        Set<String> names = new HashSet<>(moments.stream().map(Moment::life).toList());
        for (String life : names) {
            RulPrediction best = null;
            for (Moment moment : moments) {
                RulPrediction said = moment.said();
                boolean eligible = moment.life().equals(life) && said.truth() >= lead && said.truth() - lead < 10;
                if (eligible && (best == null || said.truth() < best.truth())) {
                    best = said;
                }
            }
            if (best != null) {
                int times = draw[Integer.parseInt(best.machine().substring(1))];
                lives += times;
                boolean inside = best.predicted() >= 0.8 * best.truth() && best.predicted() <= 1.2 * best.truth();
                hits += inside ? times : 0;
            }
        }
        return lives == 0 ? Double.NaN : hits / lives;
    }
}
