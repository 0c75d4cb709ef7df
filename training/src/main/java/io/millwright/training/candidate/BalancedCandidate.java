package io.millwright.training.candidate;

import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * XGBoost as {@link BoostedCandidate} fits it, but as if there were as many failing rows as others: either each counts for several, or
 * further ones are made up between them. Only the rows a model learns from are balanced. Those it is calibrated and judged on stay as they
 * are, one score a row; those it stops by count in the same proportion, since a loss on rows as they are would stop it at once. It is an
 * option to be measured beside the model without it, not assumed to help.
 */
final class BalancedCandidate implements Candidate {

    /** How failing rows are made to weigh as much as the others. */
    private enum By {
        WEIGHTS,
        SMOTE
    }

    private final String name;
    private final By by;
    private final FeatureChoice features;

    private BalancedCandidate(String name, By by, FeatureChoice features) {
        this.name = name;
        this.by = by;
        this.features = features;
    }

    static BalancedCandidate byWeights(FeatureChoice features) {
        return new BalancedCandidate(TargetSpec.WEIGHTED, By.WEIGHTS, features);
    }

    /** Positives made up between neighbours, see {@link Smote}. */
    static BalancedCandidate bySmote(FeatureChoice features) {
        return new BalancedCandidate(TargetSpec.SMOTE, By.SMOTE, features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return fit(rows, labels, BoostingSettings.failure(rows).withRounds(BoostedCandidate.ROUNDS_UNCHOSEN), seed);
    }

    private FittedModel fit(TrainingMatrix rows, FailureLabels labels, BoostingSettings settings, long seed) {
        TrainingMatrix telling = telling(rows, labels, settings, seed);
        Smote.Rows learnt = learnt(telling, labels, seed);
        return new BoostedModel(
                telling.columns(),
                Boosting.fit(learnt.features(), learnt.outcome(), settings, parameters(labels), seed));
    }

    private TrainingMatrix telling(TrainingMatrix rows, FailureLabels labels, BoostingSettings settings, long seed) {
        TrainingMatrix relevant = features.of(rows, labels);
        return relevant.withColumns(Boosting.telling(relevant, labels.outcome(), settings, seed));
    }

    private Smote.Rows learnt(TrainingMatrix rows, FailureLabels labels, long seed) {
        return by == By.SMOTE ? Smote.balanced(rows, labels, seed) : new Smote.Rows(rows, labels.outcome());
    }

    private Map<String, Object> parameters(FailureLabels labels) {
        return by == By.WEIGHTS ? Map.of("scale_pos_weight", ratio(labels)) : Map.of();
    }

    /** Negatives a positive, at least 1. */
    private static double ratio(FailureLabels labels) {
        return Math.max(1, (double) labels.count(0) / Math.max(1, labels.count(1)));
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        return CrossFit.inRounds(
                this,
                period,
                labels,
                folds,
                BoostedCandidate.ROUNDS_UNCHOSEN,
                seed,
                (rounds, rows, known) ->
                        fit(rows, known, BoostingSettings.failure(period).withRounds(rounds), seed));
    }

    @Override
    public FoldScores scoreFold(TrainingMatrix period, FailureLabels labels, InnerFold fold, long seed) {
        BoostingSettings most = BoostingSettings.failure(period);
        int[] train = InnerFold.labelled(fold.train(), labels);
        FailureLabels known = labels.select(train);
        TrainingMatrix telling = telling(period.select(train), known, most, seed);
        Smote.Rows learnt = learnt(telling, known, seed);
        int[] held = inProportion(InnerFold.labelled(fold.test(), labels), labels, (int) Math.round(ratio(known)));
        Boosting.Stopped stopped = Boosting.fitStopped(
                learnt.features(),
                learnt.outcome(),
                period.select(held).withColumns(telling.columns()),
                labels.select(held).outcome(),
                most,
                parameters(known),
                seed);
        float[][] predictions = stopped.predict(period.select(fold.test()).withColumns(telling.columns()));
        return new FoldScores(
                BoostedModel.first(predictions),
                stopped.bestRounds(),
                new BoostedCandidate.StoppedModel(telling.columns(), stopped));
    }

    /** Positive rows as often as told, in the order of the rows. */
    private static int[] inProportion(int[] rows, FailureLabels labels, int times) {
        return Arrays.stream(rows)
                .flatMap(row ->
                        IntStream.range(0, labels.positive(row) ? times : 1).map(any -> row))
                .toArray();
    }
}
