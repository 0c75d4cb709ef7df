package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import io.millwright.training.registry.SourceCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the lists of unusual machines were made by: one package of detectors a list, as models have them, in a registry of their own. A
 * package names the versions of the tables its detectors were fitted on instead of a copy of them, as there is one for every list.
 *
 * <p>A package is there as a whole before any row names it.
 */
public final class KeptDetectors {

    /** What a package of detectors has where one of a model has the candidate. */
    static final String CANDIDATE = "detectors";

    private final ModelRegistry packages;
    private final Path staging;
    private final SourceCode source;

    /**
     * Detectors of one list.
     *
     * @param version counts from 1, as text
     * @param fingerprint SHA-256 over what they were fitted from, as and to: rows, settings, code, thresholds and what they said, without
     *     run and table versions
     */
    public record Version(String version, String fingerprint) {}

    private KeptDetectors(ModelRegistry packages, Path staging, SourceCode source) {
        this.packages = packages;
        this.staging = staging;
        this.source = source;
    }

    /**
     * Keeps packages in a registry.
     *
     * @param staging a folder where a package lies until the registry has it; one that was stopped is replaced by the next
     */
    public static KeptDetectors in(ModelRegistry packages, Path staging, SourceCode source) {
        return new KeptDetectors(packages, staging, source);
    }

    /**
     * Keeps detectors; the same of the same versions of the tables are the version of the first time.
     *
     * @param inputs Delta version of every table that went in
     */
    Version keep(
            Lake lake,
            TrainingSpec spec,
            DetectorSettings settings,
            WatchedRows watched,
            AnomalyRun run,
            Map<String, Long> inputs) {
        Map<String, byte[]> model = DetectorFiles.of(settings, watched, run);
        Manifest manifest = new Manifest(
                CANDIDATE,
                lake.runId(),
                spec,
                inputs,
                Packages.featureSpecHash(lake, settings.indicators()),
                watched.fingerprint(),
                watched.data().matrix().rows(),
                settings.indicators(),
                List.of(spec.seed()),
                Packages.libraries(),
                CodeHash.ofTraining(),
                source.commit(),
                source.repository(),
                Hashes.sha256(model),
                Map.of());
        String fingerprint = fingerprint(manifest);
        try {
            LocalFolder.delete(staging);
            LocalFolder.write(staging.resolve(ModelPackage.MODEL_FOLDER), model);
            Files.write(staging.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest));
            ModelVersion kept = packages.register(new ModelPackage(staging, "", manifest), token(fingerprint, inputs));
            return new Version(kept.version(), fingerprint);
        } catch (IOException e) {
            throw MillwrightException.service("the package of detectors cannot be written to " + staging, e);
        } finally {
            Packages.discard(staging);
        }
    }

    /** Delta version of every table that each package names the rows of, by version of the package, the oldest first. */
    public Map<String, Map<String, Long>> inputVersions() {
        Map<String, Map<String, Long>> inputs = new LinkedHashMap<>();
        packages.list()
                .forEach(kept -> inputs.put(
                        kept.version(), packages.manifest(kept.version()).inputVersions()));
        return inputs;
    }

    /** Of all packages. */
    Set<String> fingerprints() {
        return packages.list().stream()
                .map(version -> version.clientToken().split(" ", 2)[0])
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Opens a package.
     *
     * @param version empty text for the newest
     * @throws MillwrightException where there is none
     */
    public ModelPackage load(String version) {
        if (!version.isEmpty()) {
            return packages.load(version);
        }
        List<ModelVersion> all = packages.list();
        if (all.isEmpty()) {
            throw MillwrightException.data("no detectors were kept beside these results; run ./millwright detect, which"
                    + " keeps those of the newest rows where time is a clock");
        }
        return packages.load(all.get(all.size() - 1).version());
    }

    /** See {@link Version}. */
    static String fingerprint(Manifest manifest) {
        return Sha256.hex(String.join(
                "\n",
                manifest.spec().recipe(),
                manifest.featureSpecHash(),
                manifest.trainingSetFingerprint(),
                manifest.codeHash(),
                manifest.modelFiles().toString()));
    }

    private static String token(String fingerprint, Map<String, Long> inputs) {
        return fingerprint + " " + new TreeMap<>(inputs);
    }
}
