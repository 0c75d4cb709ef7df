package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.fitted.PcaSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearningCurveTest {

    private final TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost", "adapted"));

    /** Two types that fail alike. */
    private static TrainingData fleet(int machines) {
        TrainingData data = SyntheticFleet.of(machines, 90, 5);
        double[][] types = new double[data.matrix().rows()][];
        Arrays.setAll(types, row -> {
            int odd = data.matrix().machineNumber(row) % 2;
            return new double[] {odd, 1 - odd};
        });
        TrainingMatrix typed = data.matrix().withLastColumns(List.of("context__type_a", "context__type_b"), types);
        return new TrainingData(typed, data.failures(), data.lives());
    }

    @Test
    void with_few_failures_of_a_type_the_fleet_knows_more_and_numbers_nobody_reaches_are_left_out() {
        LearningCurve curve = LearningCurve.of(fleet(16), spec, TestSpark.session());
        List<LearningCurve.Point> points = curve.points(List.of(2, 500), 1, Progress.silent());

        assertThat(curve.tested().to()).isEqualTo(Instant.ofEpochMilli(SyntheticFleet.at(89) + 1));
        assertThat(curve.tested().from()).isAfter(SyntheticFleet.START);
        assertThat(points).hasSize(1);
        LearningCurve.Point few = points.get(0);
        assertThat(few.failures()).isEqualTo(2);
        assertThat(few.fits()).as("one a type").isEqualTo(2);
        assertThat(few.averagePrecision())
                .containsOnlyKeys(
                        LearningCurve.SCRATCH, LearningCurve.WITHOUT, LearningCurve.TOGETHER, LearningCurve.ADAPTED);
        assertThat(few.averagePrecision().get(LearningCurve.WITHOUT).value()).isGreaterThan(0.5);
        assertThat(few.ahead().get(LearningCurve.SCRATCH).value()).isPositive();
        assertThat(few.ahead().get(LearningCurve.SCRATCH).value())
                .as("a mean of differences")
                .isCloseTo(
                        few.averagePrecision().get(LearningCurve.ADAPTED).value()
                                - few.averagePrecision()
                                        .get(LearningCurve.SCRATCH)
                                        .value(),
                        within(1e-9));
    }

    /** Failures whose every row looks into the first test are none to learn from. */
    @Test
    void failures_that_only_the_test_tells_of_are_not_kept() {
        TrainingData data = failingAsTheTestBegins(fleet(16));
        OuterFold fold = OuterFolds.of(spec, data).get(0);
        int[] period = fold.period(data.matrix());
        FailureLabels told = data.failures().get(SyntheticFleet.TARGET).select(period);
        FailureLabels learnable = FailureRun.learnable(fold, spec.targets().get(0), data, period);
        int[] all = failuresByType(data.matrix().select(period), told);
        int[] learnt = failuresByType(data.matrix().select(period), learnable);
        int most = Math.max(all[0], all[1]);

        assertThat(Math.max(learnt[0], learnt[1])).as("some are purged").isLessThan(most);
        assertThat(LearningCurve.of(data, spec, TestSpark.session()).points(List.of(most), 1, Progress.silent()))
                .isEmpty();
    }

    /** Every machine is about to fail in the rows that look into the first test, and healthy the day before them. */
    private TrainingData failingAsTheTestBegins(TrainingData data) {
        OuterFold fold = OuterFolds.of(spec, data).get(0);
        Duration horizon = Duration.ofMillis(spec.targets().get(0).horizonMillis());
        byte[] label = data.failures().get(SyntheticFleet.TARGET).label().clone();
        for (int row : fold.period(data.matrix())) {
            long asOf = data.matrix().asOfMillis(row);
            if (!fold.knowsLabel(asOf, horizon)) {
                label[row] = 1;
            } else if (!fold.knowsLabel(asOf + Duration.ofDays(1).toMillis(), horizon)) {
                label[row] = 0;
            }
        }
        return new TrainingData(data.matrix(), Map.of(SyntheticFleet.TARGET, FailureLabels.of(label)), data.lives());
    }

    private static int[] failuresByType(TrainingMatrix rows, FailureLabels labels) {
        int[] failures = new int[2];
        for (int row = 0; row < rows.rows(); row++) {
            boolean goesOn =
                    row > 0 && rows.machineNumber(row) == rows.machineNumber(row - 1) && labels.positive(row - 1);
            failures[rows.machineNumber(row) % 2] += labels.positive(row) && !goesOn ? 1 : 0;
        }
        return failures;
    }

    @Test
    void models_of_the_curve_have_the_fitted_features_of_the_pipeline_file() {
        TrainingSpec fitted = SyntheticFleet.spec(List.of("xgboost"), new PcaSpec("heat", List.of("gone"), 0.9));

        assertThatThrownBy(() -> LearningCurve.of(fleet(4), fitted, TestSpark.session())
                        .points(List.of(2), 1, Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void fleets_taken_together_keep_every_row_its_answers() {
        TrainingData one = fleet(3);
        TrainingData other = fleet(2);

        TrainingData both = LearningCurve.together(List.of(one, other));

        int first = one.matrix().rows();
        FailureLabels labels = both.failures().get(SyntheticFleet.TARGET);
        assertThat(both.matrix().rows()).isEqualTo(first + other.matrix().rows());
        assertThat(both.matrix().machines()).startsWith("000/machine-a").endsWith("001/machine-b");
        assertThat(labels.label())
                .startsWith(one.failures().get(SyntheticFleet.TARGET).label())
                .endsWith(other.failures().get(SyntheticFleet.TARGET).label());
        assertThat(both.lives().orElseThrow().hours())
                .endsWith(other.lives().orElseThrow().hours());
        assertThat(both.matrix().value(first, 0)).isEqualTo(other.matrix().value(0, 0));
    }

    @Test
    void one_type_alone_has_nobody_to_learn_from() {
        assertThatThrownBy(() -> LearningCurve.of(SyntheticFleet.of(3, 90, 5), spec, TestSpark.session()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("all machines are of one type");
    }
}
