package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/** A candidate after fitting: scores rows, explains them, and turns into files. */
public interface FittedModel {

    /** One score a row, higher is worse; a number always, whatever is missing. */
    double[] scores(TrainingMatrix rows);

    /** The features it looks at, in its own order. */
    List<String> columns();

    /**
     * How much each of {@link #columns} pushes each row's score up or down, as [row][column]; zeros where the model cannot say. The unit
     * is the model's own (log-odds for boosted trees and logistic regression, probability for forests).
     */
    double[][] contributions(TrainingMatrix rows);

    /** The model by file name, the same bytes for the same model. */
    Map<String, byte[]> files();
}
