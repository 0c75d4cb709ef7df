package io.millwright.features.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_is_found_as_it_was_put_last() {
        StoreFolder group = new FolderStore(folder).open(new FeatureGroup("pumps", "features_context", List.of()));

        group.put("a/b.json", new byte[] {1});
        group.put("a/b.json", new byte[] {2});

        assertThat(group.find("a/b.json")).contains(new byte[] {2});
        assertThat(group.find("a/c.json")).isEmpty();
        assertThat(folder.resolve("pumps/a")).isDirectoryContaining("glob:**/b.json");
    }
}
