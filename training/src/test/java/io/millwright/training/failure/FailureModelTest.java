package io.millwright.training.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import io.millwright.training.SyntheticFleet;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.candidate.Search;
import io.millwright.training.candidate.Selection;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureModelTest {

    /** No row can be left out of a fit, so nothing is known of how scores and failures go together. */
    @ParameterizedTest
    @ValueSource(strings = {"xgboost", "tribuo_forest"})
    void of_one_machine_alone_probabilities_are_what_the_model_says_and_no_threshold_has_rows_to_be_chosen_on(
            String name) {
        TrainingData one = SyntheticFleet.of(1, 150, 4);
        FailureLabels labels = one.failures().get(SyntheticFleet.TARGET);

        FailureModel.CrossFitted fitted = FailureModel.fit(
                Candidates.named(
                        name, List.of(), Selection.all(), Search.of(5, List.of("tribuo_forest")), TestSpark.session()),
                one.matrix(),
                labels,
                labels,
                4,
                1);

        assertThat(fitted.outOfFold()).isEmpty();
        double[] probabilities =
                fitted.model().probabilities(fitted.model().model().scores(one.matrix()));
        assertThat(mean(probabilities, labels, 0)).isLessThan(0.1);
        assertThat(mean(probabilities, labels, 1)).isGreaterThan(0.3);
    }

    private static double mean(double[] probabilities, FailureLabels labels, int label) {
        return IntStream.range(0, probabilities.length)
                .filter(row -> labels.labelled(row) && labels.positive(row) == (label == 1))
                .mapToDouble(row -> probabilities[row])
                .average()
                .orElseThrow();
    }
}
