package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RobustZPolicyTest {

    private static final int DAYS = 120;

    /** A machine that runs warmer in the last quarter of the period, as it may from the first day of a test on. */
    @Test
    void thresholds_are_chosen_on_scores_by_normals_of_other_days() {
        List<FeatureRow> rows = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            float level = day % 7 + (day < 90 ? 0 : 30);
            rows.add(new FeatureRow("m", day * 86_400_000L, new float[] {level}));
        }
        TrainingMatrix period = TrainingMatrix.of(List.of("heat__24h__mean"), rows);
        FailureLabels labels = FailureLabels.of(new byte[DAYS]);
        RobustZPolicy policy = new RobustZPolicy(List.of("heat"));

        CrossFit fit = policy.crossFit(period, labels, List.of(), 1);

        double[] inSample = fit.model().scores(period);
        for (int day = 90; day < DAYS; day++) {
            assertThat(fit.outOfFold()[day]).isGreaterThan(inSample[day]);
        }
        assertThat(inSample).isEqualTo(policy.fit(period, labels, 1).scores(period));
    }
}
