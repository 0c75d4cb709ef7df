package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * XGBoost on the features a first fit finds telling. The number of rounds is the mean of those at which the folds' loss on held-out
 * machines was lowest; the final fit runs as many on all rows. Of more than {@value #MOST_ROWS} rows, negatives are thinned: what is one
 * day's row of a healthy machine has its neighbours for witnesses, and a fit takes as long as it has rows.
 */
final class BoostedCandidate implements Candidate {

    /** Where there are no folds to choose on. */
    static final int ROUNDS_UNCHOSEN = 40;

    static final int MOST_ROWS = 200_000;

    private final FeatureChoice features;
    private final Optional<BoostingSettings> settings;
    private final int mostRows;

    /** With the standard settings. */
    BoostedCandidate(FeatureChoice features) {
        this(features, Optional.empty(), MOST_ROWS);
    }

    /**
     * @param settings empty for the standard ones
     * @param mostRows of more rows than that negatives are thinned
     */
    BoostedCandidate(FeatureChoice features, Optional<BoostingSettings> settings, int mostRows) {
        this.features = features;
        this.settings = settings;
        this.mostRows = mostRows;
    }

    /** What the rows can afford, before any feature is left out. */
    static BoostingSettings standard(TrainingMatrix period) {
        return BoostingSettings.failure(period);
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
        return fit(rows, labels, settings(rows).withRounds(ROUNDS_UNCHOSEN), seed);
    }

    private BoostingSettings settings(TrainingMatrix rows) {
        return settings.orElseGet(() -> standard(rows));
    }

    private FittedModel fit(TrainingMatrix rows, FailureLabels labels, BoostingSettings chosen, long seed) {
        BoostingRows relevant = BoostingRows.thinned(rows, labels, features, mostRows);
        BoostingRows telling = relevant.withColumns(Boosting.telling(relevant, chosen, seed));
        return new BoostedModel(telling.features().columns(), Boosting.fit(telling, chosen, Map.of(), seed));
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        return CrossFit.inRounds(
                this,
                period,
                labels,
                folds,
                ROUNDS_UNCHOSEN,
                seed,
                (rounds, rows, known) -> fit(rows, known, settings(period).withRounds(rounds), seed));
    }

    @Override
    public FoldScores scoreFold(TrainingMatrix period, FailureLabels labels, InnerFold fold, long seed) {
        BoostingSettings most = settings(period);
        HeldOut rows = HeldOut.of(period, labels, fold, features, most, mostRows, seed);
        Boosting.Stopped stopped = rows.fit(most, seed);
        List<String> columns = rows.train().features().columns();
        float[][] predictions = stopped.predict(period.select(fold.test()).withColumns(columns));
        return new FoldScores(
                BoostedModel.first(predictions), stopped.bestRounds(), new StoppedModel(columns, stopped));
    }

    /** What was fitted on an inner fold. */
    record StoppedModel(List<String> columns, Boosting.Stopped stopped) implements Explained {

        @Override
        public double[][] contributions(TrainingMatrix rows) {
            return BoostedModel.pushes(stopped.shapValues(rows.withColumns(columns)), columns.size());
        }
    }
}
