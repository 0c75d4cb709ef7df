package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.AwsDoor;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainCommandTest {

    private static final TableSpec TABLE = new TableSpec(
            "training_set", new StructType().add("n", DataTypes.LongType, false), List.of(), List.of("n"));

    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void write_a_table_twice_and_register_a_model_of_its_first_version() throws IOException {
        TinyFleet.write(Files.createDirectory(folder.resolve("landing")));
        Files.writeString(folder.resolve("pipeline.yaml"), TinyFleet.yaml(folder.resolve("landing")));
        lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "run-1");
        for (int version = 0; version < 2; version++) {
            lake.overwrite(TestSpark.session().range(0, ROWS, 1, 5).selectExpr("xxhash64(id) AS n"), TABLE, Map.of());
        }
        register(folder, "robust_z", Map.of("failure/t/policy.json", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Puts a model into the folder registry below {@code out}. */
    static void register(Path folder, String candidate, Map<String, byte[]> model) throws IOException {
        FolderRegistry.open(folder.resolve("out/registry"))
                .register(given(folder, candidate, model), "run-of-" + candidate);
    }

    private static ModelPackage given(Path folder, String candidate, Map<String, byte[]> model) throws IOException {
        Path given = folder.resolve("given-" + candidate);
        for (Map.Entry<String, byte[]> file : model.entrySet()) {
            Path path = given.resolve(ModelPackage.MODEL_FOLDER).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.write(given.resolve(ModelPackage.MANIFEST_FILE), Json.readable(manifest(candidate, model)));
        return ModelPackage.open(given, "");
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
                        List.of(),
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
        assertThat(lake.readVersion("training_set", 0).count()).isEqualTo(ROWS);
    }

    @Test
    void files_and_bytes_before_and_after_are_those_on_disk() throws IOException {
        List<Long> before = parquetFiles();
        List<Long> newest = Arrays.stream(lake.read("training_set").inputFiles())
                .map(file -> Path.of(URI.create(file)).toFile().length())
                .toList();
        Screen screen = new Screen();

        assertThat(maintain(screen, "--vacuum", "0h", "--yes")).as(screen.err()).isZero();

        List<Long> after = parquetFiles();
        assertThat(before).hasSize(10);
        assertThat(after).hasSize(1);
        assertThat(megabytes(before)).isNotEqualTo(megabytes(after));
        assertThat(screen.out())
                .contains("1 tables: 5 files before, 1 after; " + megabytes(before) + " MB on disk before, "
                        + megabytes(after) + " MB after")
                .containsPattern("training_set +5 +" + megabytes(newest) + " +1 +" + megabytes(after) + " +"
                        + megabytes(before) + " -> " + megabytes(after));
    }

    /** Bytes of each, by name. */
    private List<Long> parquetFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out/lake/training_set"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .map(file -> file.toFile().length())
                    .toList();
        }
    }

    private static String megabytes(List<Long> files) {
        return String.format(
                Locale.ROOT, "%.1f", files.stream().mapToLong(Long::longValue).sum() / 1e6);
    }

    @Test
    void a_vacuum_names_the_models_and_the_export_that_lose_what_they_were_made_of_and_waits_for_a_yes()
            throws IOException {
        Files.writeString(folder.resolve("out/feature-store.json"), "{\"versions\": {\"training_set\": 0}}");
        Screen asked = new Screen();
        Screen agreed = new Screen();

        assertThat(maintain(asked, "--vacuum", "0h")).isEqualTo(2);
        assertThat(asked.err())
                .contains("model version 1 (training_set version 0)", "--yes")
                .containsPattern("; and the feature store .*export-features first.*: training_set version 0; give")
                .doesNotContain("\tat ");
        assertThat(lake.version("training_set")).as("nothing was compacted").isEqualTo(1);

        assertThat(maintain(agreed, "--vacuum", "0h", "--yes")).as(agreed.err()).isZero();
        assertThat(lake.read("training_set").count()).isEqualTo(ROWS);
    }

    @Test
    void a_vacuum_says_which_detectors_cannot_be_fitted_again_and_asks_nobody() throws IOException {
        SmallFleet.delete(folder.resolve("out/registry"));
        FolderRegistry.open(folder.resolve("out/detectors"))
                .register(given(folder, "detectors", Map.of("settings.json", new byte[] {'{', '}'})), "first");
        Screen vacuums = new Screen();

        assertThat(maintain(vacuums, "--vacuum", "0h")).as(vacuums.err()).isZero();

        assertThat(vacuums.out()).contains("reproduce can no longer fit their detectors again: 1\n");
    }

    @Test
    void a_vacuum_asks_sagemakers_registry_where_models_are_kept_there() throws IOException {
        Emulator emulator = Emulator.started();
        String aws = """
                aws:
                  endpoint: %s
                  registry:
                    group: %s
                    location: s3://%s/models
                    image: registry.example/sagemaker-xgboost:3.0-5
                    lineage: false
                """.formatted(emulator.address(), Emulator.fresh("pumps"), emulator.bucket());
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, aws, StandardOpenOption.APPEND);
        try (AwsDoor door =
                AwsDoor.open(PipelineFile.read(file, Map.of(), Optional.empty()).aws())) {
            ModelRegistry registry = door.registry(folder.resolve("loaded")).orElseThrow();
            registry.register(
                    given(folder, "logistic", Map.of("failure/t/model.json", new byte[] {'{', '}'})), "run-1");
        }
        SmallFleet.delete(folder.resolve("out/registry"));
        Screen asked = new Screen();
        Screen agreed = new Screen();

        assertThat(maintain(asked, "--vacuum", "0h")).isEqualTo(2);
        assertThat(asked.err())
                .contains("model version 1 (training_set version 0)", "--yes")
                .doesNotContain("the feature store");
        assertThat(parquetFiles()).as("nothing was removed").hasSize(10);
        assertThat(maintain(agreed, "--vacuum", "0h", "--yes")).as(agreed.err()).isZero();

        assertThat(parquetFiles()).hasSize(1);
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
