package io.millwright.training.rul;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantRulTest {

    @Test
    void every_row_is_given_the_mean_of_the_capped_lives_that_were_seen_to_end() {
        RulRows rows = rows(new double[] {10, 30, 500, 70}, new boolean[] {false, false, false, true});

        List<RulEstimate> estimates = ConstantRul.fit(rows).orElseThrow().estimates(rows.matrix());

        assertThat(estimates).hasSize(4).containsOnly(new RulEstimate(10, (10 + 30 + 125) / 3.0, 125));
    }

    @Test
    void where_no_life_was_seen_to_end_there_is_no_constant() {
        assertThat(ConstantRul.fit(rows(new double[] {10, 30}, new boolean[] {true, true})))
                .isEmpty();
    }

    private static RulRows rows(double[] hours, boolean[] censored) {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < hours.length; i++) {
            rows.add(new FeatureRow("m" + i, 0, new float[] {i}));
        }
        return new RulRows(TrainingMatrix.of(List.of("sensor"), rows), new RemainingLives(hours, censored), 125, 0.9);
    }
}
