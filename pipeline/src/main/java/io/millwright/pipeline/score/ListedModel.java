package io.millwright.pipeline.score;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.FinalPoints;
import io.millwright.pipeline.evaluate.TrainedOn;
import io.millwright.pipeline.evaluate.Waiting;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The model a list is made with: the champion, or, while none was ever promoted or the champion was rejected since, the newest version
 * that was not rejected, so that a planner has a list to look at that says what it is worth.
 *
 * @param promoted whether it is the champion
 */
public record ListedModel(ModelPackage model, FinalPoints points, boolean promoted) {

    /** Whether the promotion rule found nothing against it, and only a person's word is missing. */
    boolean waits() {
        return !promoted && Waiting.waits(model);
    }

    /** What the promotion rule has against it; empty for the champion. */
    List<String> objections() {
        return promoted ? List.of() : Waiting.objections(model);
    }

    /** The last moment it learned from; empty for packages that do not say so. */
    Optional<Instant> trainedTo() {
        return TrainedOn.of(model).map(TrainedOn::to);
    }

    static ListedModel of(JobContext job) {
        return find(job)
                .orElseThrow(() -> MillwrightException.data("the registry " + Outside.registryName(job.config())
                        + " has no model to score with; run ./millwright register first, or ./millwright run"));
    }

    /** Empty where nothing was ever registered, or all of it was rejected. */
    public static Optional<ListedModel> find(JobContext job) {
        ModelRegistry registry = job.outside().registry();
        Optional<ModelVersion> champion = registry.champion().filter(ListedModel::usable);
        return champion.or(() -> newest(registry)).map(version -> of(registry, version, champion.isPresent()));
    }

    private static ListedModel of(ModelRegistry registry, ModelVersion version, boolean promoted) {
        ModelPackage model = registry.load(version.version());
        return new ListedModel(model, FinalPoints.of(model), promoted);
    }

    private static Optional<ModelVersion> newest(ModelRegistry registry) {
        return registry.list().stream().filter(ListedModel::usable).reduce((first, second) -> second);
    }

    private static boolean usable(ModelVersion version) {
        return version.approval() != ModelVersion.Approval.REJECTED;
    }
}
