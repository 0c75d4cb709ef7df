package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/** A soft vote: members are fitted each for itself, and the mean of their scores is the score. */
final class EnsembleCandidate implements Candidate {

    private final List<Candidate> members;

    /** @param members whose scores are probabilities */
    EnsembleCandidate(List<Candidate> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public String name() {
        return "ensemble";
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    /** As many as the member that can afford fewest. */
    @Override
    public int innerFolds(int configured) {
        return members.stream()
                .mapToInt(member -> member.innerFolds(configured))
                .min()
                .orElse(configured);
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return new EnsembleModel(
                members.stream().map(member -> member.fit(rows, labels, seed)).toList());
    }

    /** Members choose on the same folds what they choose alone. */
    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        List<CrossFit> fits = members.stream()
                .map(member -> member.crossFit(period, labels, folds, seed))
                .toList();
        return new CrossFit(
                EnsembleModel.mean(fits.stream().map(CrossFit::outOfFold).toList()),
                new EnsembleModel(fits.stream().map(CrossFit::model).toList()),
                List.of());
    }
}
