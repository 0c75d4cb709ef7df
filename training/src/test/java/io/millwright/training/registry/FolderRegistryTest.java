package io.millwright.training.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FolderRegistryTest extends ModelRegistryContract {

    @Override
    protected ModelRegistry open() {
        return FolderRegistry.open(folder.resolve("registry"));
    }

    @Test
    void what_a_killed_registration_left_behind_is_neither_listed_nor_in_the_way() throws IOException {
        Path halfWritten = folder.resolve("registry/incoming").resolve(Sha256.hex("run-1"));
        Files.createDirectories(halfWritten.resolve("package/model"));
        Files.writeString(halfWritten.resolve("package/model/rubbish.json"), "{");
        Files.writeString(folder.resolve("registry/champion.json.new"), "{\"vers");

        assertThat(registry.list()).isEmpty();
        assertThat(registry.champion()).isEmpty();
        ModelVersion version = registry.register(model("xgboost"), "run-1");

        assertThat(registry.load(version.version()).modelFiles()).containsOnlyKeys("failure/t/xgboost-model.json");
    }

    @Test
    void a_version_of_which_a_stopped_copy_left_no_state_is_none_and_gives_its_number_to_the_next() throws IOException {
        registry.register(model("robust_z"), "run-1");
        Path half = Files.createDirectories(folder.resolve("registry/versions/2/package/model"));
        Files.writeString(half.resolve("rubbish.json"), "{");

        assertThat(registry.list()).hasSize(1);
        ModelVersion version = registry.register(model("xgboost"), "run-2");

        assertThat(version.version()).isEqualTo("2");
        assertThat(registry.load("2").modelFiles()).containsOnlyKeys("failure/t/xgboost-model.json");
    }
}
