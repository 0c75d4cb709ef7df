package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.row.ScoredRows;
import java.util.List;
import java.util.Optional;

/**
 * One way to decide when to act on one target: a model or a baseline, as scores on validation and test rows of every fold.
 *
 * @param baseline needs no model
 * @param neverAlerts run to failure: no threshold is chosen, nothing is ever raised
 */
record Policy(String name, boolean baseline, boolean neverAlerts, List<OnFold> folds) {

    Policy {
        folds = List.copyOf(folds);
    }

    /** Empty where it was not tested in a fold of this number. */
    Optional<OnFold> on(int fold) {
        return folds.stream().filter(on -> on.fold().fold() == fold).findFirst();
    }

    /**
     * @param validation scores out of fold inside the training period; the only rows a threshold may see
     * @param test scores on the test window
     * @param testProbabilities the same rows by probability; without rows where the policy has none
     */
    record OnFold(TestFold fold, ScoredRows validation, ScoredRows test, ScoredRows testProbabilities) {}
}
