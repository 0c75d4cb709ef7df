package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/**
 * XGBoost on the features a first fit finds telling. The number of rounds is the mean of those at which the folds' loss on held-out machines was lowest; the final
 * fit runs as many on all rows.
 */
final class BoostedCandidate implements Candidate {

    private static final BoostingSettings SETTINGS = BoostingSettings.failure();
    /** Where there are no folds to choose on. */
    private static final int ROUNDS_UNCHOSEN = 80;

    private final Selection selection;
    private final int trials;

    /** @param trials settings that are tried on the folds; 0 for the standard ones alone */
    BoostedCandidate(Selection selection, int trials) {
        this.selection = selection;
        this.trials = trials;
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
        return fit(rows, labels, SETTINGS.forSize(rows).withRounds(ROUNDS_UNCHOSEN), seed);
    }

    private FittedModel fit(TrainingMatrix rows, FailureLabels labels, BoostingSettings settings, long seed) {
        float[] outcome = labels.outcome();
        TrainingMatrix relevant = selection.of(rows, labels);
        TrainingMatrix telling = relevant.withColumns(Boosting.telling(relevant, outcome, settings, seed));
        return new BoostedModel(telling.columns(), Boosting.fit(telling, outcome, settings, Map.of(), seed));
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        BoostingSettings standard = SETTINGS.forSize(period);
        List<Trial> tried = trials == 0 || folds.isEmpty()
                ? List.of()
                : new BoostingSearch(selection, seed).trials(period, labels, folds, trials, standard);
        BoostingSettings settings = tried.stream()
                .filter(Trial::chosen)
                .map(Trial::settings)
                .findFirst()
                .orElse(standard);
        double[] outOfFold = new double[period.rows()];
        int rounds = 0;
        for (InnerFold fold : folds) {
            rounds += fitFold(period, labels, fold, settings, seed, outOfFold);
        }
        int chosen = folds.isEmpty() ? ROUNDS_UNCHOSEN : Math.round((float) rounds / folds.size());
        int[] labelled = InnerFold.labelled(InnerFold.all(period.rows()), labels);
        FittedModel model = fit(period.select(labelled), labels.select(labelled), settings.withRounds(chosen), seed);
        return new CrossFit(outOfFold, model, tried);
    }

    private int fitFold(
            TrainingMatrix period,
            FailureLabels labels,
            InnerFold fold,
            BoostingSettings settings,
            long seed,
            double[] outOfFold) {
        HeldOut rows = HeldOut.of(period, labels, fold, selection, settings, seed);
        Boosting.Stopped stopped = rows.fit(settings, seed);
        float[][] predictions = Boosting.predict(
                stopped.booster(),
                period.select(fold.test()).withColumns(rows.train().columns()),
                stopped.bestRounds());
        fold.keepScores(outOfFold, BoostedModel.first(predictions));
        return stopped.bestRounds();
    }
}
