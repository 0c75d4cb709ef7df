package io.millwright.training.fitted;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/** A fitted feature, or a few that are fitted together. */
interface FittedColumns {

    /** Names, in order. */
    List<String> columns();

    /** For each row the values, NaN where a feature they are made of is missing or too few training rows had all of them. */
    double[][] of(TrainingMatrix rows);
}
