package io.millwright.training;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.matrix.Json;
import io.millwright.training.table.Folds;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the models of a run were trained on. {@code train} leaves it beside them when all else is written, so that a training that was
 * stopped has none, and whoever judges or registers them later goes by it rather than by what lake and pipeline file are by then.
 *
 * @param runId the run that trained
 * @param spec what of the pipeline file decided the models
 * @param versions Delta version of every table that went in, and of the feature catalogue where there is one
 * @param fingerprint of the training set, see {@link io.millwright.training.matrix.TrainingData#fingerprint}
 * @param codeHash over the classes that trained
 * @param libraries versions of what trained
 */
public record TrainedRun(
        String runId,
        TrainingSpec spec,
        Map<String, Long> versions,
        String fingerprint,
        String codeHash,
        Map<String, String> libraries) {

    private static final String CATALOGUE = FeatureCatalogue.TABLE.name();

    public TrainedRun {
        versions = new TreeMap<>(versions);
        libraries = new TreeMap<>(libraries);
    }

    /** What this program trains on now, under the lake's run. */
    public static TrainedRun now(Lake lake, TrainingSpec spec, Map<String, Long> inputs, String fingerprint) {
        Map<String, Long> versions = new TreeMap<>(inputs);
        if (lake.has(FeatureCatalogue.TABLE)) {
            versions.put(CATALOGUE, lake.version(CATALOGUE));
        }
        return new TrainedRun(lake.runId(), spec, versions, fingerprint, CodeHash.ofTraining(), Packages.libraries());
    }

    /** Leaves it with the models of the lake's run. */
    public void write(Lake lake) {
        ModelFolders.writeRecord(lake, Json.readable(this));
    }

    /**
     * Of the newest training of a lake.
     *
     * @throws MillwrightException where there was none, it was stopped, or an older Millwright trained
     */
    public static TrainedRun newest(Lake lake) {
        if (!lake.has(Folds.TABLE)) {
            throw MillwrightException.data(
                    "the lake " + lake.root() + " holds no trained model yet; run ./millwright train first");
        }
        return ofNewest(lake)
                .orElseThrow(() -> MillwrightException.data("the lake " + lake.root()
                        + " does not say what its models were trained on: the last training was stopped, or an older"
                        + " Millwright did it; run ./millwright train, then evaluate and register"));
    }

    /** The same; empty where there was none, it was stopped, or an older Millwright trained. */
    public static Optional<TrainedRun> ofNewest(Lake lake) {
        return lake.has(Folds.TABLE)
                ? lake.lastRun(Folds.TABLE.name())
                        .map(run -> lake.asSeenBy(run, Map.of()))
                        .flatMap(ModelFolders::readRecord)
                        .map(json -> Json.read(json, TrainedRun.class, "trained.json"))
                : Optional.empty();
    }

    /** Without the catalogue, of which only definitions are read. */
    Map<String, Long> inputVersions() {
        Map<String, Long> inputs = new TreeMap<>(versions);
        inputs.remove(CATALOGUE);
        return inputs;
    }

    /** The same for trainings that give the same models: by recipe, data and code. */
    public String key() {
        return Sha256.hex(spec.recipe() + fingerprint + codeHash);
    }

    /**
     * Refuses a pipeline file that asks for another training by now.
     *
     * @throws MillwrightException of category CONFIGURATION
     */
    public void requireAskedBy(PipelineConfig config) {
        if (!spec.trainsAs(TrainingSpec.of(config))) {
            throw MillwrightException.configuration("the pipeline file asks for another training than that of run "
                    + runId + ", the last of the lake: its targets, candidates, seed, split or fitted features were"
                    + " changed since; run ./millwright train first, or change them back");
        }
    }

    /**
     * The lake as these models saw it: under their run, with the tables they were trained on as they were then.
     *
     * @throws MillwrightException where one of them can no longer be read so
     */
    public Lake seen(Lake lake) {
        Map<String, Long> readable = new TreeMap<>();
        versions.forEach((table, version) -> readable.put(
                table, lake.readable(table, version).orElseThrow(() -> gone(table + " version " + version))));
        return lake.asSeenBy(runId, readable);
    }

    /** The error of whoever asks for what was trained on and does not find it. */
    MillwrightException gone(String what) {
        return MillwrightException.data("run " + runId + " was trained on " + what
                + ", which the lake no longer has; run ./millwright train, then evaluate and register");
    }
}
