package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;

/**
 * The fleet's boosted model, adapted to equipment types and then to sites: what the fleet has learnt is where the boosting of a type's own
 * trees starts from, on the rows of that type alone. A type gets trees of its own only where they help on machines of it that they were not
 * fitted on; all others, and a fleet without types, keep the fleet's model as it is. Types and sites are the training set's one-hot
 * columns, so that a machine of a known type that came later is scored by its type's trees.
 *
 * <p>The model is one of XGBoost's own all the same: a type's trees stand behind a first split on its column.
 */
final class AdaptedCandidate implements Candidate {

    /** How the columns of each level begin, the coarser first; those of one level exclude each other. */
    private static final List<String> LEVELS = List.of("context__type_", "context__site_");

    private final FeatureChoice features;
    private final Candidate fleet;

    AdaptedCandidate(FeatureChoice features) {
        this.features = features;
        this.fleet = new BoostedCandidate(features);
    }

    @Override
    public String name() {
        return "adapted";
    }

    @Override
    public boolean probabilistic() {
        return true;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        return fleet.fit(rows, labels, seed);
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        CrossFit ofFleet = fleet.crossFit(period, labels, folds, seed);
        if (folds.size() < 2 || !(ofFleet.model() instanceof BoostedModel model)) {
            return ofFleet;
        }
        Adaptation adaptation = new Adaptation(period, labels, folds, ofFleet.outOfFold(), features, seed);
        for (String level : LEVELS) {
            period.columns().stream().filter(column -> column.startsWith(level)).forEach(adaptation::toGroup);
        }
        return new CrossFit(adaptation.outOfFold(), adaptation.addedTo(model), ofFleet.parts());
    }
}
