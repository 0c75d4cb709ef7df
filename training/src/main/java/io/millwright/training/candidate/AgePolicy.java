package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.function.Predicate;

/**
 * Age-based replacement: the score is the longest time, in hours, since any component of the machine was replaced; where the log names
 * no components, since the last maintenance or failure; without a log, the machine's age.
 */
final class AgePolicy implements Candidate {

    private static final List<Predicate<String>> BY_PREFERENCE = List.of(
            name -> name.startsWith("context__hours_since_") && name.endsWith("_replaced"),
            name -> name.startsWith("context__hours_since_") && name.contains("maintenance"),
            name -> name.startsWith("context__hours_since_") && name.contains("failure"),
            name -> name.startsWith("context__age"),
            name -> name.startsWith("context__cycles"));

    @Override
    public String name() {
        return "age_based";
    }

    @Override
    public boolean probabilistic() {
        return false;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return PolicyModel.largestOf(BY_PREFERENCE.stream()
                .map(wanted -> rows.columns().stream().filter(wanted).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of()));
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        return RunToFailurePolicy.withoutLabels(this, period, labels, seed);
    }
}
