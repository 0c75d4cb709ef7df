package io.millwright.training;

import io.millwright.training.failure.SeverityModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import java.util.List;

/**
 * The severities of one failure target on one fold.
 *
 * @param chances one a test row
 */
record SeverityRun(
        OuterFold fold, TrainingSpec.Target target, SeverityModel model, List<SeverityModel.Chances> chances) {

    /** Whether anybody graded a failure of the target. */
    static boolean wanted(TrainingSpec.Target target, TrainingData data) {
        FailureLabels labels = data.failures().get(target.name());
        return labels != null && labels.severity().any();
    }

    static SeverityRun of(OuterFold fold, TrainingSpec.Target target, TrainingData data, TrainingSpec spec) {
        int[] period = fold.period(data.matrix());
        FittedFeatures features = fold.fitted(data.matrix(), spec.fitted());
        SeverityModel model = SeverityModel.fit(
                features.addedTo(data.matrix().select(period)),
                FailureRun.learnable(fold, target, data, period),
                spec.seed());
        return new SeverityRun(
                fold,
                target,
                model,
                model.chances(features.addedTo(data.matrix().select(fold.testRows(data.matrix())))));
    }
}
