package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/**
 * A fold ready for boosting: labelled rows to learn from, and labelled rows of the machines left out to stop by, both with the features a
 * first fit finds telling.
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record HeldOut(TrainingMatrix train, float[] trainOutcome, TrainingMatrix held, float[] heldOutcome) {

    /** @param settings of the first fit */
    static HeldOut of(
            TrainingMatrix period,
            FailureLabels labels,
            InnerFold fold,
            FeatureChoice features,
            BoostingSettings settings,
            long seed) {
        int[] train = InnerFold.labelled(fold.train(), labels);
        int[] held = InnerFold.labelled(fold.test(), labels);
        FailureLabels known = labels.select(train);
        float[] outcome = known.outcome();
        TrainingMatrix rows = features.of(period.select(train), known);
        List<String> telling = Boosting.telling(rows, outcome, settings, seed);
        return new HeldOut(
                rows.withColumns(telling),
                outcome,
                period.select(held).withColumns(telling),
                labels.select(held).outcome());
    }

    Boosting.Stopped fit(BoostingSettings settings, long seed) {
        return Boosting.fitStopped(train, trainOutcome, held, heldOutcome, settings, Map.of(), seed);
    }
}
