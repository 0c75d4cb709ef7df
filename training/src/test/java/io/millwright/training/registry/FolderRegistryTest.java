package io.millwright.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRegistryTest {

    @TempDir
    Path folder;

    private FolderRegistry registry;

    @BeforeEach
    void open() {
        registry = FolderRegistry.open(folder.resolve("registry"));
    }

    private ModelPackage model(String name) {
        Path at = folder.resolve(name);
        Map<String, byte[]> files =
                Map.of("failure/t/policy.json", name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        TrainingSpec spec = new TrainingSpec(
                "hash",
                TimeAxis.CLOCK,
                List.of(),
                0,
                0.9,
                List.of(name),
                3,
                1,
                SplitSpec.Kind.TIME,
                2,
                0.5,
                List.of(),
                "",
                "",
                0,
                List.of(),
                0);
        Manifest manifest = new Manifest(
                name,
                "run",
                spec,
                Map.of(),
                "",
                "",
                0,
                List.of(),
                List.of(1L),
                Map.of(),
                "",
                "",
                Hashes.sha256(files),
                Map.of());
        try {
            Files.createDirectories(at.resolve("model/failure/t"));
            Files.write(at.resolve("model/failure/t/policy.json"), files.get("failure/t/policy.json"));
            Files.write(at.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return ModelPackage.open(at, "");
    }

    @Test
    void versions_count_up_and_a_token_is_registered_once() {
        ModelVersion first = registry.register(model("robust_z"), "run-1");
        ModelVersion second = registry.register(model("xgboost"), "run-2");
        ModelVersion again = registry.register(model("robust_z"), "run-1");

        assertThat(first.version()).isEqualTo("1");
        assertThat(second.version()).isEqualTo("2");
        assertThat(again).isEqualTo(first);
        assertThat(registry.list()).hasSize(2);
        assertThat(registry.load("2").manifest().candidate()).isEqualTo("xgboost");
    }

    @Test
    void only_an_approved_version_becomes_champion() {
        registry.register(model("robust_z"), "run-1");

        assertThat(registry.champion()).isEmpty();
        assertThatThrownBy(() -> registry.setChampion("1", "first"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pending");
        registry.approve("1", "better than nothing");
        registry.setChampion("1", "first");

        assertThat(registry.champion().orElseThrow().approval()).isEqualTo(ModelVersion.Approval.APPROVED);
        registry.reject("1", "withdrawn");
        assertThatThrownBy(() -> registry.setChampion("1", "again")).hasMessageContaining("rejected");
    }

    @Test
    void what_a_killed_registration_left_behind_is_neither_listed_nor_in_the_way() throws IOException {
        Path halfWritten = folder.resolve("registry/incoming")
                .resolve(Hashes.sha256("run-1".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Files.createDirectories(halfWritten.resolve("package/model"));
        Files.writeString(halfWritten.resolve("package/model/rubbish.json"), "{");
        Files.writeString(folder.resolve("registry/champion.json.new"), "{\"vers");

        assertThat(registry.list()).isEmpty();
        assertThat(registry.champion()).isEmpty();
        ModelVersion version = registry.register(model("xgboost"), "run-1");

        assertThat(registry.load(version.version()).modelFiles()).containsOnlyKeys("failure/t/policy.json");
    }

    @Test
    void a_package_whose_model_was_changed_afterwards_is_refused() throws IOException {
        registry.register(model("xgboost"), "run-1");
        ModelPackage loaded = registry.load("1");
        Files.writeString(loaded.folder().resolve("model/failure/t/policy.json"), "other");

        assertThatThrownBy(loaded::modelFiles)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("changed after it was made");
    }

    @Test
    void an_unknown_version_is_named_with_those_there_are() {
        registry.register(model("xgboost"), "run-1");

        assertThatThrownBy(() -> registry.load("7")).hasMessageContaining("'7'").hasMessageContaining("[1]");
    }
}
