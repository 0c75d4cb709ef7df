package io.millwright.training.rul;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/** A fitted model of remaining useful life. */
public interface RulModel {

    /** One estimate a row. */
    List<RulEstimate> estimates(TrainingMatrix rows);

    /** The model by file name, the same bytes for the same model. */
    Map<String, byte[]> files();
}
