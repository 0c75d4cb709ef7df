package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
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

    /** A fit of the labelled rows of the whole period with so many rounds. */
    @FunctionalInterface
    interface Refit {
        FittedModel after(int rounds, TrainingMatrix rows, FailureLabels labels);
    }

    /**
     * Of a model that is fitted in rounds, as many in the end as were best on the folds on average.
     *
     * @param otherwise rounds where there is no fold
     */
    static CrossFit inRounds(
            Candidate candidate,
            TrainingMatrix period,
            FailureLabels labels,
            List<InnerFold> folds,
            int otherwise,
            long seed,
            Refit refit) {
        double[] outOfFold = new double[period.rows()];
        List<Explained> parts = new ArrayList<>();
        int rounds = 0;
        for (InnerFold fold : folds) {
            FoldScores scored = candidate.scoreFold(period, labels, fold, seed);
            fold.keepScores(outOfFold, scored.scores());
            parts.add(scored.model());
            rounds += scored.rounds();
        }
        int chosen = folds.isEmpty() ? otherwise : Math.round((float) rounds / folds.size());
        int[] labelled = InnerFold.labelled(InnerFold.all(period.rows()), labels);
        return new CrossFit(outOfFold, refit.after(chosen, period.select(labelled), labels.select(labelled)), parts);
    }

    CrossFit(double[] outOfFold, FittedModel model, List<Explained> parts) {
        this(outOfFold, model, parts, List.of());
    }
}
