package io.millwright.training;

import io.millwright.training.candidate.Candidate;
import io.millwright.training.candidate.Trial;
import io.millwright.training.explain.GlobalImportance;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One candidate on one fold for one failure target.
 *
 * @param periodRows row numbers of the training period; none where no row could be left out of a fit
 * @param outOfFold a score for each of them
 * @param testRows row numbers of the test
 * @param testScores a score for each of them
 * @param importances of the final model of the headline target, then of its parts without one inner fold's machines each; else empty
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
        List<GlobalImportance> importances,
        List<Trial> trials) {

    /** TreeSHAP on as many rows is a matter of a second. */
    private static final int EXPLAINED_ROWS = 1_000;

    /** Fits on the fold's training period, then scores its test. */
    static FailureRun of(
            OuterFold fold, TrainingSpec.Target target, Candidate candidate, TrainingData data, TrainingSpec spec) {
        int[] period = fold.period(data.matrix());
        FittedFeatures features = fold.fitted(data.matrix(), spec.fitted());
        TrainingMatrix rows = features.addedTo(data.matrix().select(period));
        FailureLabels labels = learnable(fold, target, data, period);
        FailureModel.CrossFitted fitted = FailureModel.fit(
                candidate, rows, labels, learnt(fold, target, data, period, labels), spec.innerFolds(), spec.seed());
        int[] test = fold.testRows(data.matrix());
        double[] scores =
                fitted.model().model().scores(features.addedTo(data.matrix().select(test)));
        return new FailureRun(
                fold,
                target,
                candidate.name(),
                fitted.model(),
                fitted.outOfFold().length == 0 ? new int[0] : period,
                fitted.outOfFold(),
                test,
                scores,
                explained(fold, target, spec) ? importances(fitted, rows) : List.of(),
                fitted.trials());
    }

    private static boolean explained(OuterFold fold, TrainingSpec.Target target, TrainingSpec spec) {
        return fold.axis() == Axis.FINAL
                && spec.headline()
                        .filter(headline -> headline.name().equals(target.name()))
                        .isPresent();
    }

    /** Empty where the model cannot say what moves it. */
    private static List<GlobalImportance> importances(FailureModel.CrossFitted fitted, TrainingMatrix rows) {
        return GlobalImportance.of(fitted.model().model(), rows, EXPLAINED_ROWS)
                .map(whole -> Stream.concat(
                                Stream.of(whole),
                                fitted.parts().stream()
                                        .flatMap(part -> GlobalImportance.of(part, rows, EXPLAINED_ROWS).stream()))
                        .toList())
                .orElse(List.of());
    }

    /**
     * What is learnt of the period's rows: those too near to a failure for the target are positive too. A few rows a failure teach little,
     * and these show its signs best. Calibration and thresholds keep to the target.
     *
     * @param labels of the target, unlabelled where they look into the test
     */
    static FailureLabels learnt(
            OuterFold fold, TrainingSpec.Target target, TrainingData data, int[] period, FailureLabels labels) {
        RemainingLives lives = data.lives().orElse(null);
        if (target.minimumLeadMillis() == 0 || lives == null) {
            return labels;
        }
        Duration horizon = Duration.ofMillis(target.horizonMillis());
        byte[] learnt = labels.label().clone();
        for (int i = 0; i < period.length; i++) {
            double hours = lives.hours()[period[i]];
            boolean near = hours > 0 && Math.round(hours * 3_600_000) < target.minimumLeadMillis();
            if (near && lives.known(period[i]) && fold.knowsLabel(data.matrix().asOfMillis(period[i]), horizon)) {
                learnt[i] = 1;
            }
        }
        return new FailureLabels(learnt, labels.mode(), labels.component(), labels.severity());
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
