package io.millwright.training.rul;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/** A fitted model of remaining useful life. */
public interface RulModel {

    /** One estimate a row. */
    List<RulEstimate> estimates(TrainingMatrix rows);

    /**
     * How likely each row's machine lives on, at the ends of equal intervals up to the cap, [row][interval]; without any row where the
     * model says a point and an interval only.
     */
    default double[][] surviving(TrainingMatrix rows) {
        return new double[0][];
    }

    /** The model by file name, the same bytes for the same model. */
    Map<String, byte[]> files();
}
