package io.millwright.pipeline.jobs;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.watch.Notice;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.registry.ModelVersion;
import java.util.Map;

/** {@code promote}: the version that {@code register} left becomes champion, once somebody approved it. */
public final class PromoteJob {

    private PromoteJob() {}

    public static void main(String[] args) {
        Main.main("promote", args);
    }

    /**
     * Where the version is champion already, nothing changes and nobody is told.
     *
     * @throws MillwrightException category DATA where nothing was registered, CONFIGURATION where the version is not approved
     */
    public static Outcome run(JobContext context) {
        Metrics metrics = ResultFiles.read(context.out().resolve("metrics.json"), Metrics.class, "evaluate");
        String registered = metrics.champion().version();
        if (registered == null) {
            throw MillwrightException.data(
                    "the model of the last evaluation is not registered yet; run ./millwright register first");
        }
        ModelVersion version = context.outside().registry().get(registered);
        return Outcome.of(name(version)
                + (promote(context.outside(), registered, version.reason())
                        ? " is champion now"
                        : " was champion already"));
    }

    /** Makes a version champion and tells those who watch; false where it was champion already. */
    public static boolean promote(Outside outside, String version, String reason) {
        boolean changed = outside.registry().setChampion(version, reason);
        if (changed) {
            outside.tell(notice(outside.registry().get(version), reason));
        }
        return changed;
    }

    private static Notice notice(ModelVersion version, String reason) {
        return new Notice(
                Notice.Kind.MODEL_PROMOTED,
                Notice.Severity.INFO,
                name(version) + " is champion now",
                "Approved: " + reason + ". The next work list is made with it.",
                Map.of("model_version", version.version(), "candidate", version.candidate()));
    }

    private static String name(ModelVersion version) {
        return "model version " + version.version() + " (" + version.candidate() + ")";
    }
}
