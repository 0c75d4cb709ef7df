package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostingSearchTest {

    private static final int TRIALS = 9;
    private static final BoostingSettings STANDARD = BoostingSettings.failure();
    private static final TrainingData FLEET = SyntheticFleet.of(9, 90, 4);
    private static final FailureLabels LABELS = FLEET.failures().get(SyntheticFleet.TARGET);
    private static final List<InnerFold> FOLDS = InnerFold.byMachine(FLEET.matrix(), 3, 7);

    private static List<Trial> search(long seed, FailureLabels labels) {
        return new BoostingSearch(Selection.all(), seed).trials(FLEET.matrix(), labels, FOLDS, TRIALS, STANDARD);
    }

    @Test
    void the_worse_half_is_given_up_after_each_fold_and_the_best_of_the_rest_is_chosen() {
        List<Trial> trials = search(1, LABELS);

        assertThat(trials)
                .extracting(Trial::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, TRIALS).boxed().toList());
        assertThat(trials.stream().filter(trial -> trial.folds() == 1)).hasSize(4);
        assertThat(trials.stream().filter(trial -> trial.folds() == 2)).hasSize(2);
        List<Trial> toTheEnd =
                trials.stream().filter(trial -> trial.folds() == 3).toList();
        assertThat(toTheEnd).hasSize(3);
        assertThat(trials.stream().filter(Trial::chosen))
                .containsExactly(toTheEnd.stream()
                        .min(Comparator.comparingDouble(Trial::logLoss))
                        .orElseThrow());
        assertThat(trials.get(0).settings()).isEqualTo(STANDARD);
        assertThat(trials).extracting(Trial::settings).doesNotHaveDuplicates();
    }

    @Test
    void the_same_seed_gives_the_same_trials_and_another_seed_others() {
        assertThat(search(1, LABELS))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(search(1, LABELS));
        assertThat(search(2, LABELS).get(1).settings())
                .isNotEqualTo(search(1, LABELS).get(1).settings());
    }

    @Test
    void what_became_of_rows_without_a_label_changes_nothing() {
        byte[] labels = LABELS.label().clone();
        for (int row = 0; row < labels.length; row++) {
            if (FLEET.matrix().asOfMillis(row) > SyntheticFleet.START.toEpochMilli() + 60L * 86_400_000) {
                labels[row] = FailureLabels.UNLABELLED;
            }
        }
        String[] other = LABELS.mode().clone();
        java.util.Arrays.fill(other, "another mode");

        assertThat(search(1, new FailureLabels(labels, other, other)))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(search(1, FailureLabels.of(labels)))
                .isNotEqualTo(search(1, LABELS));
    }

    @Test
    void the_model_is_fitted_by_the_chosen_settings_and_hands_its_trials_on() {
        CrossFit searched = new BoostedCandidate(Selection.all(), TRIALS).crossFit(FLEET.matrix(), LABELS, FOLDS, 1);
        CrossFit standard = new BoostedCandidate(Selection.all(), 0).crossFit(FLEET.matrix(), LABELS, FOLDS, 1);

        assertThat(searched.trials()).hasSize(TRIALS);
        assertThat(standard.trials()).isEmpty();
        boolean otherSettings = searched.trials().stream().noneMatch(trial -> trial.chosen() && trial.number() == 1);
        assertThat(otherSettings).as("this seed finds better settings").isTrue();
        assertThat(searched.outOfFold()).isNotEqualTo(standard.outOfFold());
    }

    @Test
    void log_loss_agrees_with_scikit_learn() {
        // sklearn.metrics.log_loss([1, 0, 1], [.9, .2, .4])
        assertThat(BoostingSearch.logLoss(new double[] {0.9, 0.2, 0.4}, new float[] {1, 0, 1}))
                .isCloseTo(0.4149316, within(1e-6));
        assertThat(BoostingSearch.logLoss(new double[] {0, 1}, new float[] {1, 0}))
                .isFinite();
    }
}
