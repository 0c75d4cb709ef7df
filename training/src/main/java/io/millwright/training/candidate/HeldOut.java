package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/**
 * A fold ready for boosting: labelled rows to learn from, and labelled rows of the machines left out to stop by, both with the features a
 * first fit finds telling.
 */
record HeldOut(BoostingRows train, BoostingRows held) {

    /**
     * The fold of a period.
     *
     * @param settings of the first fit
     * @param most rows to learn from, and to stop by, about
     */
    static HeldOut of(
            TrainingMatrix period,
            FailureLabels labels,
            InnerFold fold,
            FeatureChoice features,
            BoostingSettings settings,
            int most,
            long seed) {
        int[] train = InnerFold.labelled(fold.train(), labels);
        int[] held = InnerFold.labelled(fold.test(), labels);
        BoostingRows rows = BoostingRows.thinned(period.select(train), labels.select(train), features, most);
        List<String> telling = Boosting.telling(rows, settings, seed);
        FeatureChoice same = (matrix, any) -> matrix.withColumns(telling);
        return new HeldOut(
                rows.withColumns(telling), BoostingRows.thinned(period.select(held), labels.select(held), same, most));
    }

    Boosting.Stopped fit(BoostingSettings settings, long seed) {
        return Boosting.fitStopped(train, held, settings, Map.of(), seed);
    }
}
