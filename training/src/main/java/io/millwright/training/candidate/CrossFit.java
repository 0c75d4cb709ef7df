package io.millwright.training.candidate;

import java.util.List;

/**
 * A model, and how it scores rows of machines it was not fitted on.
 *
 * @param outOfFold one score for each row of the training period
 * @param model fitted on the whole period
 * @param parts the models that never saw the machines of one inner fold each; empty without inner folds
 * @param trials what was tried on the way; empty without a search
 */
@SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
public record CrossFit(double[] outOfFold, FittedModel model, List<Explained> parts, List<Trial> trials) {

    public CrossFit {
        parts = List.copyOf(parts);
        trials = List.copyOf(trials);
    }

    CrossFit(double[] outOfFold, FittedModel model, List<Explained> parts) {
        this(outOfFold, model, parts, List.of());
    }
}
