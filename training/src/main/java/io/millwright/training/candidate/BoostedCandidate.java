package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * XGBoost on the features a first fit finds telling. The number of rounds is the mean of those at which the folds' loss on held-out machines was lowest; the final
 * fit runs as many on all rows.
 */
final class BoostedCandidate implements Candidate {

    private static final BoostingSettings SETTINGS = BoostingSettings.failure();
    /** Where there are no folds to choose on. */
    private static final int ROUNDS_UNCHOSEN = 80;

    private final Selection selection;

    BoostedCandidate(Selection selection) {
        this.selection = selection;
    }

    @Override
    public String name() {
        return "xgboost";
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return fit(rows, labels, ROUNDS_UNCHOSEN, seed);
    }

    private FittedModel fit(TrainingMatrix rows, FailureLabels labels, int rounds, long seed) {
        float[] outcome = outcome(labels);
        TrainingMatrix relevant = selection.of(rows, labels);
        TrainingMatrix telling = relevant.withColumns(Boosting.telling(relevant, outcome, SETTINGS, seed));
        return new BoostedModel(
                telling.columns(), Boosting.fit(telling, outcome, SETTINGS.withRounds(rounds), Map.of(), seed));
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        double[] outOfFold = new double[period.rows()];
        int rounds = 0;
        for (InnerFold fold : folds) {
            rounds += fitFold(period, labels, fold, seed, outOfFold);
        }
        int chosen = folds.isEmpty() ? ROUNDS_UNCHOSEN : Math.round((float) rounds / folds.size());
        int[] labelled = InnerFold.labelled(InnerFold.all(period.rows()), labels);
        return new CrossFit(outOfFold, fit(period.select(labelled), labels.select(labelled), chosen, seed));
    }

    private int fitFold(TrainingMatrix period, FailureLabels labels, InnerFold fold, long seed, double[] outOfFold) {
        int[] train = InnerFold.labelled(fold.train(), labels);
        int[] held = InnerFold.labelled(fold.test(), labels);
        TrainingMatrix rows = selection.of(period.select(train), labels.select(train));
        float[] outcome = outcome(labels.select(train));
        List<String> telling = Boosting.telling(rows, outcome, SETTINGS, seed);
        Boosting.Stopped stopped = Boosting.fitStopped(
                rows.withColumns(telling),
                outcome,
                period.select(held).withColumns(telling),
                outcome(labels.select(held)),
                SETTINGS,
                Map.of(),
                seed);
        float[][] predictions = Boosting.predict(
                stopped.booster(), period.select(fold.test()).withColumns(telling), stopped.bestRounds());
        fold.keepScores(outOfFold, BoostedModel.first(predictions));
        return stopped.bestRounds();
    }

    private static float[] outcome(FailureLabels labels) {
        float[] outcome = new float[labels.rows()];
        IntStream.range(0, outcome.length).forEach(row -> outcome[row] = labels.positive(row) ? 1 : 0);
        return outcome;
    }
}
