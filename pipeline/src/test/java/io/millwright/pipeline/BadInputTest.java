package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an operator gets wrong is one clear sentence and the right exit code, and leaves nothing half written. */
class BadInputTest {

    private static final int CONFIGURATION = 2;
    private static final int DATA = 3;

    @TempDir
    private Path folder;

    private Path telemetry;
    private Path pipelineFile;

    @BeforeEach
    void write_a_good_fleet() throws IOException {
        Path landing = Files.createDirectory(folder.resolve("landing"));
        telemetry = TinyFleet.write(landing);
        pipelineFile = TinyFleet.pipelineFile(folder, landing);
    }

    @Test
    void an_empty_file() throws IOException {
        Files.writeString(telemetry, "");

        assertRefused("ingest", DATA, "telemetry.csv", "empty");
    }

    @Test
    void a_binary_file() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        Files.write(telemetry, noise);

        assertRefused("ingest", DATA, "telemetry.csv");
    }

    /** A column that no file of the source has is the mapping's mistake, not the delivery's. */
    @Test
    void a_csv_with_another_delimiter() throws IOException {
        Files.writeString(telemetry, Files.readString(telemetry).replace(',', ';'));

        assertRefused("ingest", CONFIGURATION, "telemetry.csv", "delimiter");
    }

    @Test
    void a_missing_column() throws IOException {
        Files.writeString(telemetry, Files.readString(telemetry).replaceFirst("vibration", "shaking"));

        assertRefused("ingest", CONFIGURATION, "telemetry.csv", "vibration");
    }

    @Test
    void a_missing_file() throws IOException {
        Files.delete(telemetry);

        assertRefused("run", DATA, "telemetry.csv");
    }

    @Test
    void a_misspelt_key() throws IOException {
        rewrite("sensors:", "sensor:");

        assertRefused("run", CONFIGURATION, "pipeline.yaml:", "sensor", "did you mean");
    }

    @Test
    void a_file_that_is_not_yaml() throws IOException {
        Files.writeString(pipelineFile, "landing: [unclosed\n  - {");

        assertRefused("run", CONFIGURATION, "pipeline.yaml:", "not YAML");
    }

    @Test
    void a_pipeline_file_that_is_not_text() throws IOException {
        Files.write(pipelineFile, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertRefused("run", CONFIGURATION, "pipeline.yaml");
    }

    @Test
    void an_unknown_zone() throws IOException {
        rewrite("zone: UTC", "zone: Middle/Earth");

        assertRefused("run", CONFIGURATION, "pipeline.yaml:", "Middle/Earth", "America/Chicago");
    }

    @Test
    void an_output_folder_that_cannot_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("occupied"), "a file stands where the folder should be");
        Screen screen = new Screen();

        int exitCode = screen.run(
                "run",
                "--config",
                pipelineFile.toString(),
                "--out",
                file.resolve("out").toString());

        assertThat(exitCode).isEqualTo(CONFIGURATION);
        assertThat(screen.err().lines()).hasSize(1);
        assertThat(screen.err()).contains("occupied", "cannot be written", "--out");
    }

    @Test
    void a_lake_written_by_a_newer_version() throws IOException {
        Path lake = Files.createDirectories(folder.resolve("out/lake"));
        Files.write(lake.resolve("_millwright_lake"), "format 99\n".getBytes(StandardCharsets.UTF_8));

        assertRefused("ingest", DATA, "newer Millwright", "99");
    }

    @Test
    void a_job_before_its_input_exists_names_the_jobs_to_run_first() throws IOException {
        assertRefused("check", DATA, "ingest");
    }

    private void rewrite(String from, String to) throws IOException {
        Files.writeString(pipelineFile, Files.readString(pipelineFile).replaceFirst("(?m)^(\\s*)" + from, "$1" + to));
    }

    private void assertRefused(String job, int expectedExitCode, String... words) throws IOException {
        Path out = folder.resolve("out");
        Screen screen = new Screen();

        int exitCode = screen.run("" + job, "--config", pipelineFile.toString(), "--out", out.toString());

        assertThat(screen.err()).contains(words);
        assertThat(exitCode).as(screen.err()).isEqualTo(expectedExitCode);
        assertThat(screen.err().lines()).as("one sentence").hasSize(1);
        assertThat(screen.err()).doesNotContain("\tat ", "Exception");
        assertThat(halfWritten(out)).isEmpty();
    }

    /** Tables and results that are there although the job failed. */
    private static java.util.List<Path> halfWritten(Path out) throws IOException {
        if (!Files.exists(out)) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".parquet")
                            || file.getFileName().toString().equals("_delta_log")
                            || file.getFileName().toString().equals("metrics.json")
                            || file.getFileName().toString().equals("worklist.csv"))
                    .toList();
        }
    }
}
