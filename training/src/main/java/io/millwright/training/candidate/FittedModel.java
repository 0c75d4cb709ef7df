package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Map;

/** A candidate after fitting: scores rows, explains them, and turns into files. */
public interface FittedModel extends Explained {

    /** One score a row, higher is worse; a number always, whatever is missing. */
    double[] scores(TrainingMatrix rows);

    /** The model by file name, the same bytes for the same model. */
    Map<String, byte[]> files();
}
