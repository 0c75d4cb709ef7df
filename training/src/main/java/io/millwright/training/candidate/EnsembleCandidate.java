package io.millwright.training.candidate;

import io.millwright.training.calibration.Platt;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A soft vote: members are fitted each for itself, and the mean of what they say is the score. Their raw scores are of scales of their own
 * (a forest's share is seldom near the base rate, where boosted trees stay), so each is calibrated first, by two numbers.
 */
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
        return new EnsembleModel(members.stream()
                .map(member -> new EnsembleModel.Member(member.fit(rows, labels, seed), Platt.IDENTITY))
                .toList());
    }

    /** Members choose on the same folds what they choose alone, and are calibrated on the rows left out; without folds they are not. */
    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        List<CrossFit> fits = members.stream()
                .map(member -> member.crossFit(period, labels, folds, seed))
                .toList();
        List<EnsembleModel.Member> calibrated = fits.stream()
                .map(fit -> new EnsembleModel.Member(
                        fit.model(), folds.isEmpty() ? Platt.IDENTITY : calibrator(fit.outOfFold(), labels)))
                .toList();
        return new CrossFit(
                EnsembleModel.mean(IntStream.range(0, fits.size())
                        .mapToObj(member -> calibrated
                                .get(member)
                                .calibrator()
                                .probabilities(fits.get(member).outOfFold()))
                        .toList()),
                new EnsembleModel(calibrated),
                List.of());
    }

    private static Platt calibrator(double[] outOfFold, FailureLabels labels) {
        int[] labelled = InnerFold.labelled(InnerFold.all(outOfFold.length), labels);
        boolean[] positive = new boolean[labelled.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = labels.positive(labelled[i]);
        }
        return Platt.fit(
                Arrays.stream(labelled).mapToDouble(row -> outOfFold[row]).toArray(), positive);
    }
}
