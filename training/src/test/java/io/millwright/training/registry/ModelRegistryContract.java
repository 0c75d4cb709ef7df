package io.millwright.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every registry does, wherever it keeps its models. */
public abstract class ModelRegistryContract {

    private static final String MODEL_FILE = "failure/t/xgboost-model.json";

    @TempDir
    protected Path folder;

    protected ModelRegistry registry;

    /** The registry of this test; opened again, the same one. */
    protected abstract ModelRegistry open();

    @BeforeEach
    void openIt() {
        registry = open();
    }

    /** A package of one failure target, {@code t}, whose model file says the candidate's name. */
    protected ModelPackage model(String candidate) {
        Path at = folder.resolve("given-" + candidate);
        Map<String, byte[]> files = Map.of(MODEL_FILE, candidate.getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> documents = Map.of("operating_points.json", "{}".getBytes(StandardCharsets.UTF_8));
        Manifest manifest = new Manifest(
                candidate,
                "run-of-" + candidate,
                spec(candidate, new TrainingSpec.Target("t", 259_200_000, 86_400_000, true)),
                Map.of("training_set", 4L),
                "feature-hash",
                "training-hash",
                100,
                List.of("temperature_mean", "vibration_sd"),
                List.of(1L),
                Map.of(),
                "code-hash",
                "0123abc",
                "https://example.org/plant/millwright.git",
                Hashes.sha256(files),
                Hashes.sha256(documents));
        try {
            write(at.resolve(ModelPackage.MODEL_FOLDER), files);
            write(at, documents);
            Files.write(at.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return ModelPackage.open(at, "");
    }

    /** Of a candidate for one failure target, and no remaining life. */
    public static TrainingSpec spec(String candidate, TrainingSpec.Target target) {
        return new TrainingSpec(
                "hash",
                TimeAxis.CLOCK,
                List.of(target),
                0,
                0.9,
                List.of(candidate),
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
                0,
                0,
                0,
                1,
                List.of(),
                List.of(1L),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static void write(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    @Test
    void an_unused_registry_is_empty() {
        assertThat(registry.list()).isEmpty();
        assertThat(registry.champion()).isEmpty();
    }

    @Test
    void versions_count_up_and_a_token_is_registered_once() {
        ModelVersion first = registry.register(model("robust_z"), "run-1");
        ModelVersion second = registry.register(model("xgboost"), "run-2");
        ModelVersion again = registry.register(model("robust_z"), "run-1");

        assertThat(first)
                .isEqualTo(new ModelVersion(
                        "1", "robust_z", "run-of-robust_z", ModelVersion.Approval.PENDING, "run-1", ""));
        assertThat(second.version()).isEqualTo("2");
        assertThat(again).isEqualTo(first);
        assertThat(registry.list()).containsExactly(first, second);
    }

    @Test
    void where_a_version_came_from_may_be_said_twice_and_changes_no_version() {
        ModelVersion version = registry.register(model("xgboost"), "run-1");
        ModelOrigin.Try tried =
                new ModelOrigin.Try(1, Map.of("family", "xgboost"), Map.of("eta", 0.1), Map.of("log_loss", 0.4), true);
        ModelOrigin origin = new ModelOrigin(
                "s3://plant/lake",
                List.of(new ModelOrigin.Search(
                        0, "t", "xgboost", Instant.parse("2026-01-31T00:00:00Z"), List.of(tried))));

        registry.trace("1", () -> origin);
        registry.trace("1", () -> origin);

        assertThat(registry.list()).containsExactly(version);
    }

    @Test
    void a_token_may_hold_any_sign() {
        String token = "scheduled, \"nightly\" = 100 % [Köln]: 2025-01-01T00:00:00+00:00";

        ModelVersion first = registry.register(model("xgboost"), token);

        assertThat(first.clientToken()).isEqualTo(token);
        assertThat(registry.register(model("xgboost"), token)).isEqualTo(first);
    }

    @Test
    void what_is_loaded_is_what_was_registered() throws IOException {
        ModelPackage given = model("xgboost");

        registry.register(given, "run-1");

        ModelPackage loaded = registry.load("1");
        assertThat(loaded.version()).isEqualTo("1");
        assertThat(loaded.contentHash()).isEqualTo(given.contentHash());
        assertThat(hashes(loaded.folder())).isEqualTo(hashes(given.folder()));
    }

    @Test
    void what_a_version_was_made_of_is_what_its_package_says() {
        ModelPackage given = model("xgboost");
        registry.register(given, "run-1");

        assertThat(registry.manifest("1")).isEqualTo(given.manifest());
        assertThatThrownBy(() -> registry.manifest("7")).hasMessageContaining("'7'");
    }

    private static Map<String, String> hashes(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return Hashes.sha256(files);
    }

    @Test
    void a_decision_keeps_its_reason_and_can_be_changed() {
        registry.register(model("xgboost"), "run-1");

        ModelVersion approved = registry.approve("1", "saves money");
        ModelVersion rejected = registry.reject("1", "a sensor was wrong");

        assertThat(approved.approval()).isEqualTo(ModelVersion.Approval.APPROVED);
        assertThat(approved.reason()).isEqualTo("saves money");
        assertThat(rejected.approval()).isEqualTo(ModelVersion.Approval.REJECTED);
        assertThat(registry.get("1")).isEqualTo(rejected);
        assertThat(rejected.clientToken()).isEqualTo("run-1");
    }

    @Test
    void only_an_approved_version_becomes_champion() {
        registry.register(model("robust_z"), "run-1");

        assertThatThrownBy(() -> registry.setChampion("1", "first"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pending");
        registry.approve("1", "better than nothing");
        registry.setChampion("1", "first");

        assertThat(registry.champion().orElseThrow().approval()).isEqualTo(ModelVersion.Approval.APPROVED);
        registry.reject("1", "withdrawn");
        assertThat(registry.champion().orElseThrow().version()).isEqualTo("1");
        assertThatThrownBy(() -> registry.setChampion("1", "again")).hasMessageContaining("rejected");
    }

    @Test
    void the_champion_is_switched_and_rolled_back() {
        registry.register(model("robust_z"), "run-1");
        registry.register(model("xgboost"), "run-2");
        registry.approve("1", "first");
        registry.approve("2", "better");

        registry.setChampion("1", "first");
        registry.setChampion("2", "better");
        assertThat(registry.champion().orElseThrow().candidate()).isEqualTo("xgboost");
        registry.setChampion("1", "the new one alarms too often");

        assertThat(registry.champion().orElseThrow().candidate()).isEqualTo("robust_z");
        assertThat(registry.get("2").approval()).isEqualTo(ModelVersion.Approval.APPROVED);
        assertThat(registry.get("2").reason()).isEqualTo("better");
    }

    @Test
    void who_is_champion_becomes_it_once() {
        registry.register(model("robust_z"), "run-1");
        registry.register(model("xgboost"), "run-2");
        registry.approve("1", "first");
        registry.approve("2", "better");

        assertThat(registry.setChampion("1", "first")).isTrue();
        assertThat(registry.setChampion("1", "a retry")).isFalse();
        assertThat(registry.setChampion("2", "better")).isTrue();
        assertThat(registry.setChampion("1", "back")).isTrue();
    }

    @Test
    void who_opens_it_next_sees_the_same() {
        registry.register(model("xgboost"), "run-1");
        registry.approve("1", "saves money");
        registry.setChampion("1", "first");

        ModelRegistry next = open();

        assertThat(next.list()).isEqualTo(registry.list());
        assertThat(next.champion()).isEqualTo(registry.champion());
    }

    @Test
    void a_package_whose_model_was_changed_afterwards_is_refused() throws IOException {
        registry.register(model("xgboost"), "run-1");
        ModelPackage loaded = registry.load("1");
        Files.writeString(loaded.folder().resolve(ModelPackage.MODEL_FOLDER).resolve(MODEL_FILE), "other");

        assertThatThrownBy(loaded::modelFiles)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("changed after it was made");
    }

    @Test
    void an_unknown_version_is_named_with_those_there_are() {
        registry.register(model("xgboost"), "run-1");

        assertThatThrownBy(() -> registry.load("7"))
                .isInstanceOfSatisfying(MillwrightException.class, unknown -> assertThat(unknown.category())
                        .isEqualTo(MillwrightException.Category.DATA))
                .hasMessageContaining("'7'")
                .hasMessageContaining("[1]");
    }
}
