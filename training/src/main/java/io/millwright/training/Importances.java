package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.explain.GlobalImportance;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.rul.BoostedRul;
import java.util.Optional;

/** Which features the final models of a lake's run look at. */
public final class Importances {

    private Importances() {}

    /**
     * Of a candidate's model of the headline target, or of the remaining life where there is no failure target: the model that
     * decides, as it does for the reasons of a score.
     *
     * @param rows what it learned from
     */
    public static Optional<GlobalImportance> of(
            Lake lake, PipelineConfig config, String candidate, TrainingMatrix rows) {
        ModelBundle bundle = ModelBundle.read(candidate, ModelFolders.read(lake, candidate));
        Optional<FittedModel> decides = TrainingSpec.of(config)
                .headline()
                .map(target -> Optional.ofNullable(bundle.failures().get(target.name()))
                        .map(FailureModel::model))
                .orElseGet(() -> bundle.rul().map(BoostedRul::firstPoint));
        return decides.flatMap(
                model -> GlobalImportance.of(model, bundle.fitted().addedTo(rows)));
    }
}
