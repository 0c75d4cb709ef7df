package io.millwright.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.matrix.Json;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final int ROWS = 4000;
    private final double[] scores = new double[ROWS];
    private final boolean[] positive = new boolean[ROWS];
    private final int[] group = new int[ROWS];

    private void overconfident(double share) {
        Random random = new Random(5);
        for (int i = 0; i < ROWS; i++) {
            double logit = random.nextGaussian() * 1.5 + Math.log(share / (1 - share));
            positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            scores[i] = 1 / (1 + Math.exp(-2 * logit - 1));
            group[i] = i % 4;
        }
    }

    @Test
    void platt_undoes_a_stretched_and_shifted_log_odds_scale() {
        overconfident(0.2);

        Platt fitted = Platt.fit(scores, positive);

        assertThat(fitted.slope()).isCloseTo(0.5, within(0.06));
        assertThat(fitted.intercept()).isCloseTo(-0.5, within(0.12));
    }

    @Test
    void scores_the_wrong_way_round_still_give_as_many_failures_as_there_were() {
        Random random = new Random(3);
        int failed = 0;
        for (int i = 0; i < ROWS; i++) {
            positive[i] = random.nextInt(20) == 0;
            failed += positive[i] ? 1 : 0;
            scores[i] = 1 / (1 + Math.exp(3 - random.nextGaussian() + (positive[i] ? 0.5 : 0)));
        }

        Platt fitted = Platt.fit(scores, positive);

        assertThat(fitted.slope()).isEqualTo(0.05);
        assertThat(Arrays.stream(fitted.probabilities(scores)).sum()).isCloseTo(failed, within(0.01 * failed));
    }

    @Test
    void few_positives_are_not_given_to_isotonic_regression() {
        overconfident(0.005);

        assertThat(Calibration.fit(scores, positive, group)).isInstanceOf(Platt.class);
    }

    @Test
    void one_class_only_leaves_scores_as_they_are() {
        Platt fitted = Platt.fit(new double[] {0.2, 0.7}, new boolean[] {false, false});

        assertThat(fitted.probability(0.7)).isCloseTo(0.7, within(1e-9));
    }

    @Test
    void either_calibrator_survives_a_file_bit_for_bit() {
        overconfident(0.2);
        Calibrator isotonic = Isotonic.fit(scores, positive);
        Calibrator platt = Platt.fit(scores, positive);

        Calibrator isotonicRead = Json.read(Json.bytes(isotonic), Calibrator.class, "test");
        Calibrator plattRead = Json.read(Json.bytes(platt), Calibrator.class, "test");

        assertThat(isotonicRead.probabilities(scores)).isEqualTo(isotonic.probabilities(scores));
        assertThat(plattRead.probabilities(scores)).isEqualTo(platt.probabilities(scores));
    }
}
