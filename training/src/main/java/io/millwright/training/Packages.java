package io.millwright.training;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.SourceCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Puts together what a registry keeps of a model. */
public final class Packages {

    /** Point models of remaining life take this many seeds from the configured one on. */
    private static final int SEEDS = 3;

    private Packages() {}

    /**
     * Makes the package of one trained candidate of a run in a folder, which is emptied first.
     *
     * @param lake as {@link TrainedRun#seen}
     * @param documents further files by name: metrics.json, operating_points.json, model-card.json, model-card.html, pipeline.yaml
     * @throws MillwrightException where the run has no such candidate, or the lake no longer has what it was trained on
     */
    public static ModelPackage assemble(
            Lake lake,
            TrainedRun trained,
            String candidate,
            Map<String, byte[]> documents,
            SourceCode source,
            Path folder,
            Progress progress) {
        progress.step("packing the model " + candidate);
        TrainingSpec spec = trained.spec();
        Map<String, byte[]> model = ModelFolders.read(lake, candidate);
        try {
            LocalFolder.delete(folder);
            LocalFolder.write(folder.resolve(ModelPackage.MODEL_FOLDER), model);
            LocalFolder.write(folder, documents);
            Dataset<Row> frame = TrainingFrame.of(lake, spec.targetNames());
            TrainingData data = copied(lake, frame, spec.targetNames(), folder.resolve(ModelPackage.TRAINING_SET_FILE));
            if (!data.fingerprint().equals(trained.fingerprint())) {
                throw trained.gone("other rows");
            }
            SourceCode trainedBy = trained.codeHash().equals(CodeHash.ofTraining()) ? source : SourceCode.UNKNOWN;
            Manifest manifest = new Manifest(
                    candidate,
                    trained.runId(),
                    spec,
                    trained.inputVersions(),
                    featureSpecHash(lake, data.matrix().columns()),
                    trained.fingerprint(),
                    data.matrix().rows(),
                    data.matrix().columns(),
                    LongStream.range(spec.seed(), spec.seed() + SEEDS).boxed().toList(),
                    trained.libraries(),
                    trained.codeHash(),
                    trainedBy.commit(),
                    trainedBy.repository(),
                    Hashes.sha256(model),
                    Hashes.sha256(documents));
            Files.write(folder.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest));
            return new ModelPackage(folder, "", manifest);
        } catch (IOException e) {
            throw MillwrightException.service("the model package cannot be written to " + folder, e);
        }
    }

    /** Whether a trained candidate's intervals of remaining life were calibrated; true where it says none. */
    public static boolean livesCalibrated(Lake lake, String candidate) {
        return ModelBundle.livesCalibrated(ModelFolders.read(lake, candidate));
    }

    /** Removes the folder of a package once a registry has it, or nobody is to have it. */
    public static void discard(Path folder) {
        try {
            LocalFolder.delete(folder);
        } catch (IOException e) {
            throw MillwrightException.service("the folder " + folder + " cannot be removed; remove it by hand", e);
        }
    }

    /**
     * SHA-256 over what the lake's feature catalogue says of these features and of those that training fits, as in
     * {@link Manifest#featureSpecHash}: features that came later change nothing. Empty text without a catalogue.
     */
    public static String featureSpecHash(Lake lake, List<String> features) {
        return lake.has(FeatureCatalogue.TABLE)
                ? Fingerprint.of(
                        lake.read(FeatureCatalogue.TABLE)
                                .filter(functions
                                        .col(FeatureCatalogue.NAME)
                                        .isin(features.toArray())
                                        .or(functions
                                                .col(FeatureCatalogue.GROUP)
                                                .equalTo(FeatureGroups.FITTED)))
                                .drop(FeatureCatalogue.POSITION),
                        FeatureCatalogue.TABLE.key())
                : "";
    }

    /** Versions of what a model depends on, by name. */
    public static Map<String, String> libraries() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", System.getProperty("java.version", ""));
        versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        versions.put("xgboost", version("ml.dmlc.xgboost4j.java.Booster", "3.2.0"));
        versions.put("tribuo", org.tribuo.Tribuo.VERSION);
        return versions;
    }

    private static String version(String ofClass, String built) {
        try {
            String found = Class.forName(ofClass).getPackage().getImplementationVersion();
            return found == null ? built : found;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a library is missing: " + ofClass, e);
        }
    }

    /**
     * Copies the training set to one Parquet file in key order, by way of the lake, which every executor reaches, and reads the copy.
     */
    private static TrainingData copied(Lake lake, Dataset<Row> frame, List<String> targets, Path file)
            throws IOException {
        org.apache.hadoop.fs.Path parts = new org.apache.hadoop.fs.Path(lake.root(), "_package_" + lake.runId());
        FileSystem system = parts.getFileSystem(lake.spark().sessionState().newHadoopConf());
        try {
            frame.coalesce(1)
                    .sortWithinPartitions("equipment_id", "as_of")
                    .write()
                    .mode("overwrite")
                    .option("parquet.enable.dictionary", "false")
                    .parquet(parts.toString());
            List<FileStatus> data = Arrays.stream(system.listStatus(parts))
                    .filter(part -> part.getPath().getName().endsWith(".parquet"))
                    .toList();
            if (data.size() != 1) {
                throw new IllegalStateException("one part was asked for, got " + data.size());
            }
            try (InputStream in = system.open(data.get(0).getPath())) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return TrainingData.read(lake.spark().read().parquet(parts.toString()), targets);
        } finally {
            system.delete(parts, true);
        }
    }
}
