package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.MonitoringSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.quality.drift.FeatureDrift;
import io.millwright.training.Packages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** How long the model is good for, and how to rebuild it. */
record CardUpkeep(PipelineConfig config, Metrics metrics, Written written) {

    private static final String WITHOUT_CLOCK =
            "Without a clock nothing asks for a training: train again when machines or their use change.";

    private static final Duration VALID = Duration.ofDays(182);

    Part upkeep() {
        String delay = config.targets()
                .headline()
                .map(target ->
                        written.span(target.horizon().plus(config.maintenance().repairWindow())))
                .orElse("one full life");
        return Part.of(
                9,
                "Upkeep",
                List.of(
                        "Labels are complete " + delay + " after the prediction; younger predictions are not judged.",
                        config.timeAxis() == TimeAxis.CLOCK
                                ? drift()
                                : "Drift is not watched: without a clock two stretches of a machine's life differ by its wear.",
                        (config.timeAxis() == TimeAxis.CLOCK ? triggers(config.monitoring()) : WITHOUT_CLOCK)
                                + " The new model replaces this one only by the same rule. Roll back by setting the champion"
                                + " alias to the earlier version.",
                        expiry() + " The owner is whoever approves it in the registry."));
    }

    private static String drift() {
        return "Drift is watched on one value per machine: a feature has drifted where its Wasserstein distance is at least "
                + FeatureDrift.SMALLEST_EFFECT
                + " interquartile ranges and its difference is significant at a false discovery"
                + " rate of " + Math.round(100 * FeatureDrift.FALSE_DISCOVERY_RATE)
                + " %; PSI stands beside it with the limit it keeps to when nothing changes.";
    }

    /** The rules of {@code monitor}, with the limits of the pipeline file. */
    private String triggers(MonitoringSpec limits) {
        return "monitor asks for a training where the newest model's data are " + written.span(limits.retrainEvery())
                + " old, " + percent(limits.driftedShare()) + " of the features that can be judged have drifted,"
                + " the failures that come are surely more than " + Written.number(limits.miscalibration(), 1)
                + " times those foretold, or those foretold than so many times those that come, the event precision of"
                + " past lists is surely below "
                + percent(limits.keptPrecision()) + " of the one it was tested with, " + limits.newFailures()
                + " failures have come since the training, a type of equipment was not in the training, or a target or a"
                + " feature means something else.";
    }

    private static String percent(double share) {
        return Written.number(100 * share, 0) + " %";
    }

    /** From the end of the data, so that the same run gives the same date. */
    private String expiry() {
        if (metrics.folds().isEmpty() || config.timeAxis().countsCycles()) {
            return "No expiry date: without a clock there is none; judge it again when machines or their use change.";
        }
        Instant end = metrics.folds().get(metrics.folds().size() - 1).testTo();
        return "Expires on " + written.date(end.plus(VALID)) + ", half a year after its last test, or when it drifts;"
                + " then it must be judged again.";
    }

    Part rebuilding(String runId) {
        return Part.of(
                10,
                "Rebuilding it",
                List.of(
                        "Run " + runId + ", configuration " + config.hash() + ", seed "
                                + config.targets().seed() + ", "
                                + config.targets().bootstrapDraws() + " bootstrap draws.",
                        "Candidates tried: "
                                + config.targets().candidates().stream()
                                        .map(Written::words)
                                        .collect(Collectors.joining(", "))
                                + ", each on " + metrics.folds().size() + " tests with "
                                + config.targets().innerFolds() + " inner folds.",
                        "Libraries: "
                                + Packages.libraries().entrySet().stream()
                                        .map(library -> library.getKey() + " " + library.getValue())
                                        .collect(Collectors.joining(", "))
                                + ". Commit, seeds, feature specification and hashes of all files stand in manifest.json of"
                                + " the package; the training set lies beside it.",
                        ModelCard.NOT_REBUILT));
    }
}
