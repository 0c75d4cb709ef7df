package io.millwright.training.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.Severity;
import io.millwright.training.failure.SeverityModel.Chances;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.SeverityLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeverityModelTest {

    private static final int ROWS_OF_A_FAILURE = 3;

    /** Failures of machines of their own, three rows each; the first feature tells the level, as far as {@code clear} says. */
    private record Failures(TrainingMatrix rows, FailureLabels labels) {

        static Failures of(int[] levels, double clear, long seed) {
            Random random = new Random(seed);
            List<FeatureRow> rows = new ArrayList<>();
            byte[] label = new byte[levels.length * ROWS_OF_A_FAILURE];
            SeverityLabels severity = SeverityLabels.unknown(label.length);
            Arrays.fill(label, (byte) 1);
            for (int failure = 0; failure < levels.length; failure++) {
                for (int row = 0; row < ROWS_OF_A_FAILURE; row++) {
                    float[] values = {
                        (float) (clear * levels[failure] + random.nextGaussian()), (float) random.nextGaussian()
                    };
                    severity.level()[rows.size()] = (byte) levels[failure];
                    severity.knownMillis()[rows.size()] = 1_000;
                    rows.add(new FeatureRow(String.format("machine-%03d", failure), row, values));
                }
            }
            String[] none = new String[label.length];
            Arrays.fill(none, "");
            return new Failures(
                    TrainingMatrix.of(List.of("telling", "noise"), rows),
                    new FailureLabels(label, none, none, severity));
        }
    }

    private static int[] levels(int ofEach) {
        int[] levels = new int[3 * ofEach];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 3;
        }
        return levels;
    }

    private static double shareRight(List<Chances> said, Failures truth) {
        int right = 0;
        for (int row = 0; row < said.size(); row++) {
            right += said.get(row).level().level() == truth.labels().severity().level()[row] ? 1 : 0;
        }
        return (double) right / said.size();
    }

    @Test
    void levels_are_told_on_machines_it_did_not_see_and_not_where_nothing_tells_them() {
        Failures seen = Failures.of(levels(20), 4, 1);
        Failures others = Failures.of(levels(20), 4, 2);
        Failures blind = Failures.of(levels(20), 0, 3);

        assertThat(shareRight(SeverityModel.fit(seen.rows(), seen.labels(), 1).chances(others.rows()), others))
                .isGreaterThan(0.85);
        assertThat(shareRight(SeverityModel.fit(blind.rows(), blind.labels(), 1).chances(others.rows()), others))
                .isLessThan(0.6);
    }

    @Test
    void high_is_never_more_probable_than_at_least_medium_even_where_two_models_disagree() {
        Failures noise = Failures.of(levels(15), 0, 4);
        SeverityModel model = SeverityModel.fit(noise.rows(), noise.labels(), 1);

        assertThat(model.chances(Failures.of(levels(60), 0, 5).rows()))
                .allSatisfy(chances -> assertThat(chances.high()).isBetween(0.0, chances.atLeastMedium()));
        assertThat(Chances.of(0.3, 0.7)).isEqualTo(new Chances(0.5, 0.5));
        assertThat(Chances.of(0.7, 0.3)).isEqualTo(new Chances(0.7, 0.3));
    }

    @Test
    void the_level_is_the_median_of_the_three() {
        assertThat(new Chances(0.49, 0.4).level()).isEqualTo(Severity.LOW);
        assertThat(new Chances(0.6, 0.4).level()).isEqualTo(Severity.MEDIUM);
        assertThat(new Chances(0.6, 0.5).level()).isEqualTo(Severity.HIGH);
    }

    @Test
    void too_few_failures_of_a_level_leave_it_silent_however_many_rows_they_have() {
        int[] fewHigh = levels(SeverityModel.FEWEST_FAILURES);
        fewHigh[2] = 0;
        Failures failures = Failures.of(fewHigh, 4, 6);
        SeverityModel silent = SeverityModel.fit(failures.rows(), failures.labels(), 1);
        Failures enough = Failures.of(levels(SeverityModel.FEWEST_FAILURES), 4, 6);

        assertThat(silent.speaks()).isFalse();
        assertThat(silent.chances(failures.rows())).containsOnly(Chances.NONE);
        assertThat(silent.files()).containsOnlyKeys(SeverityModel.FILE);
        assertThat(SeverityModel.read(silent.files()).speaks()).isFalse();
        assertThat(SeverityModel.fit(enough.rows(), enough.labels(), 1).speaks())
                .isTrue();
    }

    @Test
    void a_model_read_back_says_the_same() {
        Failures failures = Failures.of(levels(10), 2, 7);
        SeverityModel model = SeverityModel.fit(failures.rows(), failures.labels(), 1);

        assertThat(SeverityModel.read(model.files()).chances(failures.rows()))
                .isEqualTo(model.chances(failures.rows()));
    }
}
