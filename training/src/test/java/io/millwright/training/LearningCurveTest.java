package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
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
        List<LearningCurve.Point> points =
                LearningCurve.of(fleet(16), spec, List.of(2, 500), 1, TestSpark.session(), Progress.silent());

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
        assertThatThrownBy(() -> LearningCurve.of(
                        SyntheticFleet.of(3, 90, 5), spec, List.of(2), 1, TestSpark.session(), Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("all machines are of one type");
    }
}
