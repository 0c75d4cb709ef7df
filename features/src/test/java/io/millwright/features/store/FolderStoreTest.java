package io.millwright.features.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderStoreTest extends OfflineStoreContract {

    @Override
    protected OfflineStore open() {
        return new FolderStore(folder.resolve("store"));
    }

    @Override
    protected Map<String, Path> files(String group) {
        Path root = folder.resolve("store").resolve(group);
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.put(root.relativize(file).toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Test
    void a_file_is_found_as_it_was_put_last() {
        StoreFolder group = store.open(new FeatureGroup("pumps", "features_context", java.util.List.of()));

        group.put("a/b.json", new byte[] {1});
        group.put("a/b.json", new byte[] {2});

        assertThat(group.find("a/b.json")).contains(new byte[] {2});
        assertThat(group.find("a/c.json")).isEmpty();
    }
}
