package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import java.util.List;
import java.util.stream.Collectors;

/** How long the model is good for, and how to rebuild it. */
record CardUpkeep(PipelineConfig config, Metrics metrics, Written written) {

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
                        "Drift is watched by PSI and Wasserstein distance on one value per machine, held against their"
                                + " distribution when nothing changes.",
                        "Retrain when a feature family drifts or the failure rate leaves its interval; the new model"
                                + " replaces this one only by the same rule. Roll back by setting the champion alias to"
                                + " the earlier version.",
                        "Valid for as long after " + lastTest()
                                + " as its drift stays quiet, at most half a year; then it must be judged again."
                                + " The owner is whoever approves it in the registry."));
    }

    private String lastTest() {
        return metrics.folds().isEmpty()
                ? "its tests"
                : written.date(metrics.folds().get(metrics.folds().size() - 1).testTo());
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
                        "Commit, library versions, seeds, feature specification and hashes of all files stand in"
                                + " manifest.json of the package; the training set lies beside it. ./millwright reproduce"
                                + " rebuilds the model and compares."));
    }
}
