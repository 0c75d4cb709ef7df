package io.millwright.pipeline.score;

import io.millwright.lake.Lake;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The model a list is made with: the champion, or, while none was ever promoted or the champion was rejected since, the newest version
 * that was not rejected, so that a planner has a list to look at that says what it is worth.
 *
 * @param promoted whether it is the champion
 * @param instead why it stands in for the one that would be listed with otherwise; empty where there is no such
 */
public record ListedModel(ModelPackage model, FinalPoints points, boolean promoted, Optional<String> instead) {

    private static final int NAMED = 3;

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

    /**
     * A model reads its features by their names, so one whose features are defined otherwise by now would list nonsense without a word: the
     * newest version that learned from them as they are stands in for it.
     *
     * @throws MillwrightException where the registry has no version that can list
     */
    static ListedModel of(JobContext job) {
        ListedModel found = find(job)
                .orElseThrow(() -> MillwrightException.data("the registry " + Outside.registryName(job.config())
                        + " has no model to score with; run ./millwright register first, or ./millwright run"));
        List<String> redefined = TrainedOn.redefined(job.lake(), found.model());
        return redefined.isEmpty() ? found : insteadOf(found, redefined, job);
    }

    private static ListedModel insteadOf(ListedModel outdated, List<String> redefined, JobContext job) {
        String why = "version " + outdated.model().version() + " learned from "
                + (redefined.size() == 1
                        ? "another definition of " + redefined.get(0)
                        : "other definitions of " + redefined.size() + " features (" + named(redefined) + ")")
                + " than the lake has now";
        ModelRegistry registry = job.outside().registry();
        List<ModelVersion> newestFirst = new ArrayList<>(
                registry.list().stream().filter(ListedModel::usable).toList());
        Collections.reverse(newestFirst);
        for (ModelVersion version : newestFirst) {
            ModelPackage model = registry.load(version.version());
            if (knows(job.lake(), model)) {
                return new ListedModel(model, FinalPoints.of(model), false, Optional.of(why));
            }
        }
        throw MillwrightException.data(why + ", so what it would list is wrong, and no version learned from features as"
                + " they are; run ./millwright train, evaluate and register first");
    }

    private static boolean knows(Lake lake, ModelPackage model) {
        return TrainedOn.of(model)
                        .filter(trained -> !trained.definitions().isEmpty())
                        .isPresent()
                && TrainedOn.redefined(lake, model).isEmpty();
    }

    private static String named(List<String> features) {
        return String.join(", ", features.subList(0, Math.min(NAMED, features.size())))
                + (features.size() > NAMED ? ", ..." : "");
    }

    /** Whatever its features mean by now; empty where nothing was ever registered, or all of it was rejected. */
    public static Optional<ListedModel> find(JobContext job) {
        ModelRegistry registry = job.outside().registry();
        Optional<ModelVersion> champion = registry.champion().filter(ListedModel::usable);
        return champion.or(() -> newest(registry)).map(version -> of(registry, version, champion.isPresent()));
    }

    private static ListedModel of(ModelRegistry registry, ModelVersion version, boolean promoted) {
        ModelPackage model = registry.load(version.version());
        return new ListedModel(model, FinalPoints.of(model), promoted, Optional.empty());
    }

    private static Optional<ModelVersion> newest(ModelRegistry registry) {
        return registry.list().stream().filter(ListedModel::usable).reduce((first, second) -> second);
    }

    private static boolean usable(ModelVersion version) {
        return version.approval() != ModelVersion.Approval.REJECTED;
    }
}
