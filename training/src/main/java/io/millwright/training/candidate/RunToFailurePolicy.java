package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/** Never alerts: every score is 0. What a fleet costs that is only repaired. */
final class RunToFailurePolicy implements Candidate {

    @Override
    public String name() {
        return "run_to_failure";
    }

    @Override
    public boolean probabilistic() {
        return false;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return PolicyModel.largestOf(List.of());
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        return withoutLabels(this, period, labels, seed);
    }

    /** For policies that learn no labels: what they say of training rows gives nothing away. */
    static CrossFit withoutLabels(Candidate policy, TrainingMatrix period, FailureLabels labels, long seed) {
        FittedModel model = policy.fit(period, labels, seed);
        return new CrossFit(model.scores(period), model, List.of());
    }
}
