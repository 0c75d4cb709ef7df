package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;

/** Which features a model gets, fitted on the rows it learns from like anything else. */
@FunctionalInterface
interface FeatureChoice {

    /**
     * The rows with the chosen columns, in the matrix's order; at least one.
     *
     * @param labels none of them unlabelled
     */
    TrainingMatrix of(TrainingMatrix rows, FailureLabels labels);
}
