package io.millwright.training.candidate;

import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Whatever a search inside the training period finds best: a model of any of its families, on the features of its trial. It is fitted,
 * calibrated, packed and rebuilt as that family's own candidate is, and competes with all others. Where there are no folds to search on
 * it is the standard boosted model. Of more than {@value #MOST_ROWS_TRIED_ON} rows, trials are held against one another on some of the
 * machines, and boosted on at most {@value #MOST_ROWS_OF_A_TRIAL} rows, all failures among them, so that a search takes about as long on
 * a large fleet; what is chosen is fitted on all.
 *
 * <p>Trials are held against each other on folds of their own, drawn with another seed than those that score the one chosen: on the folds
 * that made it the winner its luck would count as skill, beside candidates that were not searched for.
 */
final class SearchedCandidate implements Candidate {

    private static final int MOST_ROWS_TRIED_ON = 50_000;
    private static final int MOST_ROWS_OF_A_TRIAL = 12_000;

    private final Search search;
    private final FeatureChoice selection;
    private final SparkSession spark;

    /** @param selection made in every trial, among the features it may use */
    SearchedCandidate(Search search, FeatureChoice selection, SparkSession spark) {
        this.search = search;
        this.selection = selection;
        this.spark = spark;
    }

    @Override
    public String name() {
        return TargetSpec.SEARCHED;
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return new BoostedCandidate(selection).fit(rows, labels, seed);
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        if (folds.isEmpty() || search.trials() == 0) {
            return new BoostedCandidate(selection).crossFit(period, labels, folds, seed);
        }
        List<InnerFold> tried = InnerFold.byMachine(period, folds.size(), seed + 1).stream()
                .map(fold -> fold.ofFewMachines(period, MOST_ROWS_TRIED_ON, seed))
                .toList();
        List<Trial> trials = new ModelSearch(search.families(), trial -> candidate(trial, MOST_ROWS_OF_A_TRIAL), seed)
                .trials(period, labels, tried, search.trials(), BoostedCandidate.standard(period));
        Configuration chosen = trials.stream()
                .filter(Trial::chosen)
                .map(Trial::configuration)
                .findFirst()
                .orElseThrow();
        CrossFit fit = candidate(chosen, BoostedCandidate.MOST_ROWS).crossFit(period, labels, folds, seed);
        return new CrossFit(fit.outOfFold(), fit.model(), fit.parts(), trials);
    }

    private Candidate candidate(Configuration configuration, int mostRows) {
        FeatureChoice features = configuration.features().within(selection);
        return switch (configuration.family()) {
            case BOOSTED -> new BoostedCandidate(features, configuration.settings(), mostRows);
            case LOGISTIC -> LogisticCandidate.ofAll(features, spark);
            case FOREST -> new TribuoForestCandidate(features);
        };
    }
}
