package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the detectors of a list again, from their package and the tables it names as they were then, and compares them byte by byte. */
public final class ReproduceDetectors {

    private ReproduceDetectors() {}

    /**
     * Costs one fit of the detectors.
     *
     * @throws MillwrightException where a table is no longer kept as it was
     */
    public static Reproduction rebuild(Lake lake, ModelPackage kept, Progress progress) {
        Manifest manifest = kept.manifest();
        Map<String, byte[]> files = kept.modelFiles();
        DetectorSettings settings = read(files, DetectorFiles.SETTINGS, DetectorSettings.class);
        progress.step("reading the rows of the list of " + settings.moment());
        Lake seen = seen(lake, manifest);
        WatchedRows watched =
                watched(seen, manifest, settings, read(files, DetectorFiles.REGIMES, DetectorFiles.Regimes.class));
        List<Reproduction.Artefact> artefacts = new ArrayList<>();
        artefacts.add(new Reproduction.Artefact(
                "rows up to " + settings.moment(),
                watched.fingerprint().equals(manifest.trainingSetFingerprint()),
                "fingerprint"));
        progress.step("fitting " + settings.detectors().size() + " detectors again");
        Map<String, byte[]> rebuilt = AnomalyRun.newest(
                        watched, settings.wanted(), manifest.spec(), lake.spark(), settings.stretch())
                .map(run -> DetectorFiles.of(settings, watched, run))
                .orElse(Map.of());
        Reproduce.compareFiles(files, rebuilt, path -> "bytes", artefacts);
        return new Reproduction(kept.version(), "those of the list of " + settings.moment(), artefacts);
    }

    private static <T> T read(Map<String, byte[]> files, String name, Class<T> type) {
        byte[] content = files.get(name);
        if (content == null) {
            throw MillwrightException.data(
                    "the package of detectors has no file " + name + "; run ./millwright detect again");
        }
        return Json.read(content, type, name);
    }

    private static Lake seen(Lake lake, Manifest manifest) {
        Map<String, Long> readable = new TreeMap<>();
        manifest.inputVersions()
                .forEach((table, version) -> readable.put(
                        table,
                        lake.readable(table, version)
                                .orElseThrow(() -> MillwrightException.data("these detectors were fitted on " + table
                                        + " version " + version
                                        + ", which the lake no longer has; run ./millwright detect"
                                        + " for new ones"))));
        return lake.asSeenBy(manifest.runId(), readable);
    }

    /** The regimes are known by row, so the rows come first. */
    private static WatchedRows watched(
            Lake seen, Manifest manifest, DetectorSettings settings, DetectorFiles.Regimes regimes) {
        List<String> targets = manifest.spec().targetNames();
        TrainingData data = TrainingData.of(seen, targets, settings.indicators(), settings.moment());
        return WatchedRows.of(seen, data, settings.sensorOf(), settings.moment(), regimes.at(data.matrix()));
    }
}
