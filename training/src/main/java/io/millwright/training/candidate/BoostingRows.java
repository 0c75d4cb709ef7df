package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/**
 * Rows to boost on.
 *
 * @param outcome what is learnt, one a row
 * @param weights how many rows each stands for; empty where each is itself
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record BoostingRows(TrainingMatrix features, float[] outcome, float[] weights) {

    static BoostingRows of(TrainingMatrix features, float[] outcome) {
        return new BoostingRows(features, outcome, new float[0]);
    }

    /**
     * Labelled rows of a failure target, negatives thinned where there are more rows than that.
     *
     * @param choice of the features, on the rows that are left
     * @param most rows, about; as many negatives as positives stay in any case
     */
    static BoostingRows thinned(TrainingMatrix features, FailureLabels labels, FeatureChoice choice, int most) {
        if (labels.rows() <= most) {
            return of(choice.of(features, labels), labels.outcome());
        }
        Thinning thinning = Thinning.of(labels, Math.max(most, 2 * labels.count(1)));
        FailureLabels kept = thinning.of(labels);
        float[] weights = new float[kept.rows()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) thinning.weights()[row];
        }
        return new BoostingRows(choice.of(thinning.of(features), kept), kept.outcome(), weights);
    }

    BoostingRows withColumns(List<String> names) {
        return new BoostingRows(features.withColumns(names), outcome, weights);
    }
}
