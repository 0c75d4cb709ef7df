package io.millwright.training.candidate;

import java.util.List;

/**
 * A model, and how it scores rows of machines it was not fitted on.
 *
 * @param outOfFold one score for each row of the training period
 * @param model fitted on the whole period
 * @param trials what was tried on the way; empty without a search
 */
@SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
public record CrossFit(double[] outOfFold, FittedModel model, List<Trial> trials) {

    public CrossFit {
        trials = List.copyOf(trials);
    }

    CrossFit(double[] outOfFold, FittedModel model) {
        this(outOfFold, model, List.of());
    }
}
