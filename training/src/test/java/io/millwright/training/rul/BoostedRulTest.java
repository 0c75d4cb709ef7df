package io.millwright.training.rul;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.TrainingData;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoostedRulTest {

    private static RulRows rows(int machines, long seed) {
        TrainingData data = SyntheticFleet.of(machines, 150, seed);
        return new RulRows(data.matrix(), data.lives().orElseThrow(), 240, 0.9);
    }

    @Test
    void intervals_of_machines_never_seen_cover_about_the_nominal_share() {
        BoostedRul model = BoostedRulFit.quick().fit(rows(14, 1), 1).orElseThrow();
        RulRows unseen = rows(14, 99);

        List<RulEstimate> estimates = model.estimates(unseen.matrix());

        int covered = 0;
        int[] known = unseen.known();
        for (int row : known) {
            RulEstimate estimate = estimates.get(row);
            assertThat(estimate.low()).isBetween(0.0, estimate.median());
            assertThat(estimate.high()).isBetween(estimate.median(), 240.0);
            covered += unseen.capped(row) >= estimate.low() && unseen.capped(row) <= estimate.high() ? 1 : 0;
        }
        assertThat((double) covered / known.length).isBetween(0.8, 0.99);
    }

    @Test
    void a_model_read_from_its_files_estimates_the_same_to_the_bit() {
        RulRows rows = rows(8, 1);
        BoostedRul model = BoostedRulFit.quick().fit(rows, 1).orElseThrow();

        BoostedRul read = BoostedRul.read(model.files());

        assertThat(read.estimates(rows.matrix())).isEqualTo(model.estimates(rows.matrix()));
        assertThat(BoostedRulFit.quick().fit(rows, 1).orElseThrow().files().keySet())
                .isEqualTo(model.files().keySet());
    }

    @Test
    void one_row_of_each_life_calibrates() {
        RulRows all = rows(4, 1);
        RulRows rows = all.select(all.known());
        double[] wide = new double[rows.matrix().rows()];
        double[] far = new double[wide.length];
        java.util.Arrays.fill(far, 240);

        double margin = IntervalCalibration.margin(rows, wide, far, 1);

        assertThat(margin).isLessThanOrEqualTo(0);
    }

    @Test
    void without_failures_there_is_no_model() {
        TrainingData data = SyntheticFleet.of(3, 10, 1);

        assertThat(BoostedRulFit.quick()
                        .fit(new RulRows(data.matrix(), data.lives().orElseThrow(), 240, 0.9), 1))
                .isEmpty();
    }
}
