package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainCommandTest {

    private static final TableSpec TABLE = new TableSpec(
            "training_set", new StructType().add("n", DataTypes.LongType, false), List.of(), List.of("n"));

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void write_a_table_twice_and_register_a_model_of_its_first_version() throws IOException {
        TinyFleet.write(Files.createDirectory(folder.resolve("landing")));
        Files.writeString(folder.resolve("pipeline.yaml"), TinyFleet.yaml(folder.resolve("landing")));
        lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "run-1");
        for (int version = 0; version < 2; version++) {
            lake.overwrite(TestSpark.session().range(0, 100, 1, 5).toDF("n"), TABLE, Map.of());
        }
        register(folder, "robust_z", Map.of("failure/t/policy.json", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Puts a model into the folder registry below {@code out}. */
    static void register(Path folder, String candidate, Map<String, byte[]> model) throws IOException {
        Path given = folder.resolve("given-" + candidate);
        for (Map.Entry<String, byte[]> file : model.entrySet()) {
            Path path = given.resolve(ModelPackage.MODEL_FOLDER).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.write(given.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest(candidate, model)));
        FolderRegistry.open(folder.resolve("out/registry"))
                .register(ModelPackage.open(given, ""), "run-of-" + candidate);
    }

    private static Manifest manifest(String candidate, Map<String, byte[]> model) {
        return new Manifest(
                candidate,
                "run-1",
                new TrainingSpec(
                        "hash",
                        TimeAxis.CLOCK,
                        List.of(),
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
                        List.of()),
                Map.of("training_set", 0L),
                "features",
                "rows",
                100,
                List.of("n"),
                List.of(1L),
                Map.of(),
                "code",
                "",
                "",
                Hashes.sha256(model),
                Map.of());
    }

    private int maintain(Screen screen, String... further) {
        String[] args = new String[5 + further.length];
        System.arraycopy(
                new String[] {
                    "maintain",
                    "--config",
                    folder.resolve("pipeline.yaml").toString(),
                    "--out",
                    folder.resolve("out").toString()
                },
                0,
                args,
                0,
                5);
        System.arraycopy(further, 0, args, 5, further.length);
        return screen.run(args);
    }

    @Test
    void files_are_put_together_and_old_versions_stay() {
        Screen screen = new Screen();

        assertThat(maintain(screen)).as(screen.err()).isZero();

        assertThat(screen.out()).contains("training_set", "5 files before, 1 after", "--vacuum 30d");
        assertThat(lake.readVersion("training_set", 0).count()).isEqualTo(100);
    }

    @Test
    void a_vacuum_names_the_models_that_lose_what_they_were_made_of_and_waits_for_a_yes() {
        Screen asked = new Screen();
        Screen agreed = new Screen();

        assertThat(maintain(asked, "--vacuum", "0h")).isEqualTo(2);
        assertThat(asked.err())
                .contains("model version 1 (training_set version 0)", "--yes")
                .doesNotContain("\tat ");
        assertThat(lake.version("training_set")).as("nothing was compacted").isEqualTo(1);

        assertThat(maintain(agreed, "--vacuum", "0h", "--yes")).as(agreed.err()).isZero();
        assertThat(lake.read("training_set").count()).isEqualTo(100);
    }

    @Test
    void tables_in_a_folder_are_not_entered_in_a_catalogue() {
        Emulator.credentials();
        Screen screen = new Screen();

        assertThat(maintain(screen, "--catalog", "plant")).isEqualTo(2);
        assertThat(screen.err()).contains("catalogue a lake on S3").doesNotContain("\tat ");
    }

    @Test
    void a_span_nobody_can_read_is_refused() {
        Screen screen = new Screen();

        assertThat(maintain(screen, "--vacuum", "30x")).isEqualTo(2);
        assertThat(screen.err()).contains("'30x' is not a length of time");
    }
}
