package io.millwright.training.registry;

import io.millwright.lake.FileProblem;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.training.matrix.Json;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A registry in a folder.
 *
 * <pre>
 * versions/3/package/...   what was registered, never changed
 * versions/3/state.json    approval, replaced as a whole
 * champion.json            the alias, replaced as a whole
 * incoming/...             what a killed registration left behind; swept by the next
 * </pre>
 *
 * <p>Every change is one rename, so a process killed at any moment leaves the state before or after it. A copy of the folder that was
 * stopped may hold a version without its state: there is no such version, and the next to be registered takes its place.
 */
public final class FolderRegistry implements ModelRegistry {

    private static final String PACKAGE = "package";
    private static final String STATE = "state.json";

    private final Path root;
    private final Consumer<Path> bring;

    private FolderRegistry(Path root, Consumer<Path> bring) {
        this.root = root;
        this.bring = bring;
    }

    /**
     * Opens the registry, and makes its folder where there is none.
     *
     * @throws MillwrightException where the folder cannot be written
     */
    public static FolderRegistry open(Path root) {
        return open(root, whole -> {});
    }

    /**
     * The same where packages are elsewhere until they are asked for.
     *
     * @param bring makes the folder of a package be there
     */
    public static FolderRegistry open(Path root, Consumer<Path> bring) {
        try {
            Files.createDirectories(root.resolve("versions"));
        } catch (IOException e) {
            throw FileProblem.refused(
                    "the registry folder " + root, e, "give another as registry, or allow this user to write there");
        }
        return new FolderRegistry(root, bring);
    }

    private record Champion(String version, String reason) {}

    @Override
    public ModelVersion register(ModelPackage model, String clientToken) {
        Optional<ModelVersion> before = list().stream()
                .filter(each -> each.clientToken().equals(clientToken))
                .findFirst();
        return before.orElseGet(() -> registerNew(model, clientToken));
    }

    private ModelVersion registerNew(ModelPackage model, String clientToken) {
        Path incoming = root.resolve("incoming").resolve(Sha256.hex(clientToken));
        try {
            deleteAll(incoming);
            copyAll(model.folder(), incoming.resolve(PACKAGE));
            int next = list().stream()
                            .mapToInt(each -> Integer.parseInt(each.version()))
                            .max()
                            .orElse(0)
                    + 1;
            while (true) {
                ModelVersion version = new ModelVersion(
                        Integer.toString(next),
                        model.manifest().candidate(),
                        model.manifest().runId(),
                        ModelVersion.Approval.PENDING,
                        clientToken,
                        "");
                Files.write(incoming.resolve(STATE), Json.readable(version));
                sweep(versionFolder(version.version()));
                if (moved(incoming, versionFolder(version.version()))) {
                    return version;
                }
                next++;
            }
        } catch (IOException e) {
            throw MillwrightException.service("the model cannot be registered in " + root, e);
        }
    }

    /** Removes what a stopped copy left; the folder of a version is never without its state otherwise. */
    private static void sweep(Path version) throws IOException {
        if (!Files.exists(version.resolve(STATE))) {
            deleteAll(version);
        }
    }

    /** False where another process took the number meanwhile. */
    private static boolean moved(Path incoming, Path version) throws IOException {
        if (Files.exists(version)) {
            return false;
        }
        try {
            Files.move(incoming, version, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.exists(version)) {
                return false;
            }
            throw e;
        }
    }

    /** The package's manifest says it, and the lake's table of trials. */
    @Override
    public void trace(String version, Supplier<ModelOrigin> origin) {}

    @Override
    public ModelVersion approve(String version, String reason) {
        return decided(version, ModelVersion.Approval.APPROVED, reason);
    }

    @Override
    public ModelVersion reject(String version, String reason) {
        return decided(version, ModelVersion.Approval.REJECTED, reason);
    }

    private ModelVersion decided(String version, ModelVersion.Approval approval, String reason) {
        ModelVersion before = get(version);
        ModelVersion after = new ModelVersion(
                before.version(), before.candidate(), before.runId(), approval, before.clientToken(), reason);
        replace(versionFolder(version).resolve(STATE), after);
        return after;
    }

    @Override
    public boolean setChampion(String version, String reason) {
        ModelVersion next = get(version).requireApproved();
        if (champion().equals(Optional.of(next))) {
            return false;
        }
        replace(root.resolve("champion.json"), new Champion(version, reason));
        return true;
    }

    @Override
    public Optional<ModelVersion> champion() {
        Path alias = root.resolve("champion.json");
        return Files.exists(alias) ? Optional.of(get(read(alias, Champion.class).version())) : Optional.empty();
    }

    @Override
    public List<ModelVersion> list() {
        List<ModelVersion> versions = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root.resolve("versions"))) {
            for (Path folder :
                    folders.filter(each -> Files.exists(each.resolve(STATE))).toList()) {
                versions.add(read(folder.resolve(STATE), ModelVersion.class));
            }
        } catch (IOException e) {
            throw MillwrightException.service("the registry " + root + " cannot be read", e);
        }
        versions.sort(Comparator.comparingInt(version -> Integer.parseInt(version.version())));
        return List.copyOf(versions);
    }

    @Override
    public ModelVersion get(String version) {
        return list().stream()
                .filter(each -> each.version().equals(version))
                .findFirst()
                .orElseThrow(() -> ModelVersion.unknown(
                        version,
                        root,
                        list().stream().map(ModelVersion::version).toList()));
    }

    @Override
    public ModelPackage load(String version) {
        Path folder = versionFolder(get(version).version()).resolve(PACKAGE);
        bring.accept(folder);
        return ModelPackage.open(folder, version);
    }

    @Override
    public Manifest manifest(String version) {
        return load(version).manifest();
    }

    private Path versionFolder(String version) {
        return root.resolve("versions").resolve(version);
    }

    private static void replace(Path file, Object value) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(beside, Json.readable(value));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw MillwrightException.service("the registry cannot write " + file, e);
        }
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            return Json.read(Files.readAllBytes(file), type, file.toString());
        } catch (IOException e) {
            throw MillwrightException.service("the registry cannot read " + file, e);
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path source : files.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
