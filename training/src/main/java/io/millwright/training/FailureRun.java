package io.millwright.training;

import io.millwright.training.candidate.Candidate;
import io.millwright.training.candidate.Trial;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.util.List;

/**
 * One candidate on one fold for one failure target.
 *
 * @param periodRows row numbers of the training period
 * @param outOfFold a score for each of them
 * @param testRows row numbers of the test
 * @param testScores a score for each of them
 * @param trials what was tried inside the training period
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record FailureRun(
        OuterFold fold,
        TrainingSpec.Target target,
        String candidate,
        FailureModel model,
        int[] periodRows,
        double[] outOfFold,
        int[] testRows,
        double[] testScores,
        List<Trial> trials) {

    /** Fits on the fold's training period, then scores its test. */
    static FailureRun of(
            OuterFold fold, TrainingSpec.Target target, Candidate candidate, TrainingData data, TrainingSpec spec) {
        int[] period = fold.period(data.matrix());
        FittedFeatures features = fold.fitted(data.matrix(), spec.pca());
        TrainingMatrix rows = features.addedTo(data.matrix().select(period));
        FailureModel.CrossFitted fitted = FailureModel.fit(
                candidate, rows, learnable(fold, target, data, period), spec.innerFolds(), spec.seed());
        int[] test = fold.testRows(data.matrix());
        double[] scores =
                fitted.model().model().scores(features.addedTo(data.matrix().select(test)));
        return new FailureRun(
                fold,
                target,
                candidate.name(),
                fitted.model(),
                period,
                fitted.outOfFold(),
                test,
                scores,
                fitted.trials());
    }

    /** Labels of the period's rows, taken away where they look into the test. */
    static FailureLabels learnable(OuterFold fold, TrainingSpec.Target target, TrainingData data, int[] period) {
        FailureLabels all = data.failures().get(target.name());
        if (all == null) {
            throw new IllegalArgumentException("no labels of target " + target.name());
        }
        FailureLabels labels = all.select(period);
        byte[] known = labels.label().clone();
        Duration horizon = Duration.ofMillis(target.horizonMillis());
        for (int i = 0; i < period.length; i++) {
            if (!fold.knowsLabel(data.matrix().asOfMillis(period[i]), horizon)) {
                known[i] = FailureLabels.UNLABELLED;
            }
        }
        return new FailureLabels(known, labels.mode(), labels.component(), fold.known(labels.severity()));
    }
}
