package io.millwright.training;

import io.millwright.training.failure.ModeModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.matrix.TrainingData;
import java.util.List;

/**
 * The modes of one failure target on one fold.
 *
 * @param likeliest one a test row
 */
record ModeRun(OuterFold fold, TrainingSpec.Target target, ModeModel model, List<ModeModel.Likeliest> likeliest) {

    static ModeRun of(OuterFold fold, TrainingSpec.Target target, TrainingData data, TrainingSpec spec) {
        int[] period = fold.period(data.matrix());
        FittedFeatures features = fold.fitted(data.matrix(), spec.fitted());
        ModeModel model = ModeModel.fit(
                features.addedTo(data.matrix().select(period)),
                FailureRun.learnable(fold, target, data, period),
                spec.seed());
        return new ModeRun(
                fold,
                target,
                model,
                model.likeliest(features.addedTo(data.matrix().select(fold.testRows(data.matrix())))));
    }
}
