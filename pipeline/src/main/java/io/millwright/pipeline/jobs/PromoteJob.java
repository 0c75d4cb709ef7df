package io.millwright.pipeline.jobs;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.training.registry.ModelVersion;

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
        boolean changed = promote(context.outside(), version, "It was approved", version.reason());
        return Outcome.of("model version " + registered + " (" + version.candidate() + ")"
                + (changed ? " is champion now" : " was champion already"));
    }

    /**
     * Makes a version champion and tells those who watch; false where it was champion already.
     *
     * @param how it came to that, without a full stop
     */
    public static boolean promote(Outside outside, ModelVersion version, String how, String reason) {
        boolean changed = outside.registry().setChampion(version.version(), reason);
        if (changed) {
            outside.tell(RegisterJob.promoted(version.version(), version.candidate(), how + ": " + reason));
        }
        return changed;
    }
}
