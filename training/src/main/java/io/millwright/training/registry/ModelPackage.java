package io.millwright.training.registry;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.training.matrix.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with everything a model is and was made of: {@code manifest.json}, {@code model/}, {@code training_set.parquet}, and the
 * documents the pipeline adds (metrics, operating points, model card). That of detectors has the first two.
 *
 * @param folder where it lies
 * @param version in a registry; empty text before it is registered
 */
public record ModelPackage(Path folder, String version, Manifest manifest) {

    public static final String MANIFEST_FILE = "manifest.json";

    public static final String TRAINING_SET_FILE = "training_set.parquet";

    public static final String MODEL_FOLDER = "model";

    /**
     * Opens a package's folder.
     *
     * @throws MillwrightException where it is none
     */
    public static ModelPackage open(Path folder, String version) {
        byte[] manifest = content(folder.resolve(MANIFEST_FILE));
        return new ModelPackage(
                folder,
                version,
                Json.read(
                        manifest, Manifest.class, folder.resolve(MANIFEST_FILE).toString()));
    }

    /** A file by its path in the package, for example {@code operating_points.json}. */
    public byte[] file(String path) {
        return content(folder.resolve(path));
    }

    public boolean has(String path) {
        return Files.isRegularFile(folder.resolve(path));
    }

    public Path trainingSet() {
        return folder.resolve(TRAINING_SET_FILE);
    }

    /** The model's files by path below {@code model/}; refuses files that are not those of the manifest. */
    public Map<String, byte[]> modelFiles() {
        Path root = folder.resolve(MODEL_FOLDER);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw MillwrightException.data("the model package " + folder + " cannot be read; register it again", e);
        }
        if (!Hashes.sha256(files).equals(manifest.modelFiles())) {
            throw MillwrightException.data("the model files of " + folder
                    + " are not those its manifest names: the package was changed after it was made; register"
                    + " the model again");
        }
        return files;
    }

    /** SHA-256 over the manifest: the same for the same model made of the same things. */
    public String contentHash() {
        return Sha256.hex(Json.bytes(manifest));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw MillwrightException.data(
                    "the model package has no readable file " + file
                            + "; give the folder of a registered version, or register the model again",
                    e);
        }
    }
}
