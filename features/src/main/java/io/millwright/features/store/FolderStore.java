package io.millwright.features.store;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** An offline store in a local folder, one folder a group, laid out as SageMaker lays out S3. */
public record FolderStore(Path root) implements OfflineStore {

    @Override
    public String prefix() {
        return "millwright";
    }

    /** A group of other features is found out by what was exported into it, see {@link FeatureExport}. */
    @Override
    public StoreFolder open(FeatureGroup group) {
        return new Folder(root.resolve(group.name()));
    }

    @Override
    public Optional<IcebergTable> iceberg(FeatureGroup group) {
        return Optional.empty();
    }

    @Override
    public Optional<OnlineStore> online() {
        return Optional.empty();
    }

    @Override
    public String startAnew(String group) {
        return "remove the folder " + root.resolve(group) + " and export again";
    }

    private record Folder(Path folder) implements StoreFolder {

        @Override
        public String uri(String name) {
            return folder.resolve(name).toString();
        }

        @Override
        public void put(String name, byte[] content) {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(file.getParent());
                Path incoming = Files.write(file.resolveSibling("." + file.getFileName()), content);
                Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw MillwrightException.service(
                        file + " cannot be written; free some space or give another folder with --out", e);
            }
        }

        @Override
        public Optional<byte[]> find(String name) {
            try {
                return Optional.of(Files.readAllBytes(folder.resolve(name)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw MillwrightException.service(
                        folder.resolve(name) + " cannot be read; allow this user to read there", e);
            }
        }
    }
}
