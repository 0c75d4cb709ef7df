package io.millwright.pipeline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.registry.FolderRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedRunTest {

    private static final TableSpec TABLE =
            new TableSpec("numbers", new StructType().add("n", DataTypes.LongType, false), List.of(), List.of("n"));

    private static final String YAML = """
            landing:
              sources: [{name: telemetry, kind: readings, path: readings, format: parquet}]
            sensors: [{name: temperature, min: 0, max: 100, period: 1h}]
            features: {tile: 1h, as_of: {every: 1h}, windows: [24h]}
            targets: {}
            split: {kind: time}
            """;

    @TempDir
    private Path folder;

    private Path out;
    private Path file;

    @BeforeEach
    void leave_a_run() throws IOException {
        out = folder.resolve("out");
        file = Files.writeString(folder.resolve("plant.yaml"), YAML);
        Lake lake = Lake.open(TestSpark.session(), out.resolve("lake").toString(), "run-1");
        lake.overwrite(TestSpark.session().range(0, 3, 1, 1).toDF("n"), TABLE, Map.of());
        Files.writeString(Files.createDirectories(out.resolve("registry")).resolve("model"), "as it was");
        Files.writeString(out.resolve("metrics.json"), "{\"some_count\": 7}");
    }

    public record Counted(int someCount) {}

    @Test
    void tables_and_result_files_are_read_where_a_run_left_them() {
        OpenedRun run = OpenedRun.open(out, file);

        assertThat(run.lake().read(TABLE).count()).isEqualTo(3);
        assertThat(run.result("metrics.json", Counted.class).someCount()).isEqualTo(7);
        assertThatThrownBy(run::job).isInstanceOf(MillwrightException.class).hasMessageContaining("scratch");
    }

    @Test
    void what_is_written_to_a_scratch_copy_leaves_the_run_as_it_is() throws IOException {
        OpenedRun run = OpenedRun.open(out, file);
        Map<Path, String> before = contents();

        OpenedRun copy = run.scratch(Map.of("capacity.crew_hours_per_site_day", 4));
        copy.lake().overwrite(TestSpark.session().range(0, 9, 1, 1).toDF("n"), TABLE, Map.of());
        Files.writeString(Path.of(copy.config().registryPath()).resolve("model"), "another");
        Files.writeString(copy.out().resolve("metrics.json"), "{}");

        assertThat(copy.lake().read(TABLE).count()).isEqualTo(9);
        assertThat(copy.lake().readVersion("numbers", 0).count()).isEqualTo(3);
        assertThat(copy.config().capacity().crewHoursPerSiteDay()).isEqualTo(4);
        assertThat(copy.job().lake()).isSameAs(copy.lake());
        assertThat(run.lake().read(TABLE).count()).isEqualTo(3);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void a_trial_keeps_its_models_in_the_copy_and_tells_nobody_whatever_of_aws_the_run_uses() throws IOException {
        Files.writeString(file, """
                aws:
                  endpoint: http://localhost:1
                  registry: {group: pumps, location: s3://plant/registry, image: registry/xgboost:3.0-5}
                  events: {bus: plant}
                """, StandardOpenOption.APPEND);

        OpenedRun copy = OpenedRun.open(out, file).scratch(Map.of());

        assertThat(copy.config().aws()).isEqualTo(AwsSpec.none());
        assertThat(copy.job().outside().registry()).isInstanceOf(FolderRegistry.class);
        assertThat(OpenedRun.open(out, file).config().aws().registry()).isPresent();
    }

    @Test
    void a_folder_without_a_lake_is_told_what_is_missing() {
        assertThatThrownBy(() -> OpenedRun.open(folder, file))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("holds no lake");
        assertThat(folder.resolve("lake")).doesNotExist();
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                contents.put(each, Files.getLastModifiedTime(each) + " " + Files.size(each));
            }
        }
        return contents;
    }
}
