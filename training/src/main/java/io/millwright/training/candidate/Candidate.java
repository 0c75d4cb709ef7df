package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;

/** A way to score how likely a machine is to fail. */
public interface Candidate {

    /** One of {@code TargetSpec.CANDIDATES}, or {@code TargetSpec.SEARCHED}. */
    String name();

    /** Whether its scores are probabilities, and so can be calibrated; a policy's scores only rank. */
    boolean probabilistic();

    /**
     * Fits on labelled rows.
     *
     * @param rows in key order
     * @param labels none of them unlabelled
     */
    FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed);

    /** Folds of the inner cross-validation it can afford, of those configured. */
    default int innerFolds(int configured) {
        return configured;
    }

    /**
     * Scores every row by a model that never saw the row's machine, and fits the model that saw all.
     *
     * @param period all rows of a training period; those without a label are scored, never learned from
     */
    default CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        double[] outOfFold = new double[period.rows()];
        List<Explained> parts = new ArrayList<>();
        for (InnerFold fold : folds) {
            FoldScores scored = scoreFold(period, labels, fold, seed);
            fold.keepScores(outOfFold, scored.scores());
            parts.add(scored.model());
        }
        return new CrossFit(outOfFold, fitOn(period, labels, InnerFold.all(period.rows()), seed), parts);
    }

    /** Fits on the rows a fold learns from and scores the machines it leaves out. */
    default FoldScores scoreFold(TrainingMatrix period, FailureLabels labels, InnerFold fold, long seed) {
        FittedModel model = fitOn(period, labels, fold.train(), seed);
        return new FoldScores(model.scores(period.select(fold.test())), 0, model);
    }

    /** Fits on those of the rows that carry a label; where only one class is present, a model that scores 0. */
    default FittedModel fitOn(TrainingMatrix period, FailureLabels labels, int[] rows, long seed) {
        int[] labelled = InnerFold.labelled(rows, labels);
        FailureLabels known = labels.select(labelled);
        return known.count(1) == 0 || known.count(0) == 0
                ? PolicyModel.largestOf(List.of())
                : fit(period.select(labelled), known, seed);
    }
}
