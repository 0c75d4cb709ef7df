package io.millwright.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsotonicTest {

    @Test
    void adjacent_violators_are_pooled_into_their_mean() {
        double[] scores = {0.1, 0.2, 0.3, 0.4};
        boolean[] positive = {false, true, false, true};

        Isotonic fitted = Isotonic.fit(scores, positive);

        assertThat(fitted.score()).containsExactly(new double[] {0.1, 0.25, 0.4}, within(1e-12));
        assertThat(fitted.probability()).containsExactly(new double[] {1 / 6.0, 0.5, 5 / 6.0}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void blocks_agree_with_the_min_max_formula(int seed) {
        Random random = new Random(seed);
        int n = 5 + random.nextInt(40);
        double[] scores =
                random.doubles(n).map(score -> Math.round(score * 12) / 12.0).toArray();
        boolean[] positive = new boolean[n];
        for (int i = 0; i < n; i++) {
            positive[i] = random.nextDouble() < scores[i];
        }

        Isotonic fitted = Isotonic.fit(scores, positive);

        double[] sorted = Arrays.stream(scores).distinct().sorted().toArray();
        double[] expected = Arrays.stream(sorted)
                .map(score -> minMax(scores, positive, sorted, score))
                .map(share -> Math.max(1.0 / (n + 2), Math.min(1 - 1.0 / (n + 2), share)))
                .distinct()
                .toArray();
        assertThat(fitted.probability()).containsExactly(expected, within(1e-12));
    }

    /** Isotonic regression by definition: the largest over lower ends of the smallest over upper ends of the mean between. */
    private static double minMax(double[] scores, boolean[] positive, double[] sorted, double at) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double from : sorted) {
            if (from > at) {
                continue;
            }
            double smallest = Double.POSITIVE_INFINITY;
            for (double to : sorted) {
                if (to >= at) {
                    smallest = Math.min(smallest, mean(scores, positive, from, to));
                }
            }
            largest = Math.max(largest, smallest);
        }
        return largest;
    }

    private static double mean(double[] scores, boolean[] positive, double from, double to) {
        double positives = 0;
        double rows = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] >= from && scores[i] <= to) {
                rows++;
                positives += positive[i] ? 1 : 0;
            }
        }
        return positives / rows;
    }

    @Test
    void order_of_scores_is_kept_and_ends_stay_off_zero_and_one() {
        double[] scores = new Random(3).doubles(200).toArray();
        boolean[] positive = new boolean[200];
        for (int i = 0; i < 200; i++) {
            positive[i] = scores[i] > 0.7;
        }

        Isotonic fitted = Isotonic.fit(scores, positive);

        double before = 0;
        for (double score = -0.5; score < 1.5; score += 0.001) {
            double probability = fitted.probability(score);
            assertThat(probability).isGreaterThanOrEqualTo(before).isBetween(1 / 202.0, 201 / 202.0);
            before = probability;
        }
    }
}
