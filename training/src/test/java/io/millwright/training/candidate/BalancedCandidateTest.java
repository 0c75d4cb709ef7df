package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedCandidateTest {

    private static final long SEED = 1;

    private final TrainingData data = SyntheticFleet.of(6, 80, 2);
    private final TrainingMatrix period = data.matrix();
    private final FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);

    @Test
    void rows_are_made_up_between_neighbours_until_there_are_as_many() {
        float none = Float.NaN;
        TrainingMatrix rows = TrainingMatrix.of(
                List.of("a", "b"),
                List.of(
                        row("m1", 0, 0, 10),
                        row("m2", 0, 1, none),
                        row("m3", 0, 100, 20),
                        row("m4", 0, 101, 21),
                        row("n1", 0, 50, 1),
                        row("n2", 0, 51, 1),
                        row("n3", 0, 52, 1),
                        row("n4", 0, 53, 1),
                        row("n5", 0, 54, 1),
                        row("n6", 0, 55, 1)));
        FailureLabels outcome = FailureLabels.of(new byte[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0});

        Smote.Rows balanced = Smote.balanced(rows, outcome, SEED);

        assertThat(balanced.features().rows()).isEqualTo(12);
        assertThat(balanced.outcome()).startsWith(outcome.outcome()).endsWith(1, 1);
        for (int row = 0; row < rows.rows(); row++) {
            assertThat(balanced.features().value(row, 0)).isEqualTo(rows.value(row, 0));
        }
        assertThat(balanced.features().value(10, 0)).isBetween(0f, 101f);
        assertThat(balanced.features().value(10, 1)).as("of m1 and another").isBetween(10f, 21f);
        assertThat(balanced.features().value(11, 1))
                .as("m2 has no value to start from")
                .isNaN();
        assertThat(Smote.balanced(rows, outcome, SEED).features().rowMajor())
                .isEqualTo(balanced.features().rowMajor());
        assertThat(Smote.balanced(rows, outcome, SEED + 1).features().rowMajor())
                .isNotEqualTo(balanced.features().rowMajor());
    }

    private static FeatureRow row(String machine, long asOf, float... values) {
        return new FeatureRow(machine, asOf, values);
    }

    @Test
    void only_the_nearest_are_neighbours() {
        float[] near = {0, 1, 2, 3, 4, 5, 1_000};
        TrainingMatrix rows = TrainingMatrix.of(
                List.of("a"),
                IntStream.range(0, 40)
                        .mapToObj(i -> row(String.format("m%02d", i), 0, i < near.length ? near[i] : 500))
                        .toList());
        byte[] failing = new byte[40];
        Arrays.fill(failing, 0, near.length, (byte) 1);

        TrainingMatrix balanced =
                Smote.balanced(rows, FailureLabels.of(failing), SEED).features();

        for (int made = 40; made < balanced.rows(); made++) {
            boolean fromTheFarOne = (made - 40) % near.length == near.length - 1;
            assertThat(balanced.value(made, 0)).as("row %d", made).isLessThanOrEqualTo(fromTheFarOne ? 1_000 : 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost_weighted", "xgboost_smote"})
    void where_nothing_foretells_balanced_rows_raise_the_scores_and_leave_one_score_a_row(String name) {
        BalancedCandidate candidate = name.equals("xgboost_smote")
                ? BalancedCandidate.bySmote(Selection.all())
                : BalancedCandidate.byWeights(Selection.all());
        TrainingMatrix noise = period.withColumns(List.of("vib__24h__mean"));
        List<InnerFold> folds = InnerFold.byMachine(noise, 3, SEED);

        CrossFit fit = candidate.crossFit(noise, labels, folds, SEED);

        CrossFit plain = new BoostedCandidate(Selection.all()).crossFit(noise, labels, folds, SEED);
        assertThat(candidate.name()).isEqualTo(name);
        assertThat(fit.outOfFold()).hasSize(noise.rows());
        assertThat(mean(fit.outOfFold()))
                .as("as if failures were as frequent as not")
                .isGreaterThan(1.5 * mean(plain.outOfFold()));
        assertThat(candidate.crossFit(noise, labels, folds, SEED).outOfFold()).isEqualTo(fit.outOfFold());
    }

    private static double mean(double[] scores) {
        return Arrays.stream(scores).average().orElseThrow();
    }
}
