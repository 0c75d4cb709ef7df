package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/** What says which features move its scores. */
public interface Explained {

    /** The features it looks at, in its own order. */
    List<String> columns();

    /**
     * How much each of {@link #columns} pushes each row's score up or down, as [row][column]; zeros where the model cannot say. The unit
     * is the model's own (log-odds for boosted trees and logistic regression, probability for forests).
     */
    double[][] contributions(TrainingMatrix rows);
}
