package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an operator gets wrong is one clear sentence and the right exit code, and leaves nothing half written. */
class BadInputTest {

    private static final int CONFIGURATION = 2;
    private static final int DATA = 3;
    private static final Set<String> NOT_A_RESULT =
            Set.of("_millwright_lake", "._millwright_lake.crc", "_millwright_lock", "timings.json");

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

        assertRefused("run", DATA, "telemetry.csv", "empty");
    }

    @Test
    void a_file_with_nothing_but_its_header() throws IOException {
        Files.writeString(telemetry, Files.readAllLines(telemetry).get(0) + "\n");

        assertRefused("run", DATA, "no reading came through: 0 rows of telemetry came in");
    }

    /** A lake that was good stays. */
    @Test
    void a_time_no_row_can_be_read_with() throws IOException {
        assertThat(new Screen().run("ingest", "--config", pipelineFile.toString(), "--out", folder + "/out"))
                .isZero();
        TableVersions before = versions(folder.resolve("out"));
        Files.writeString(telemetry, Files.readString(telemetry).replaceAll("(?m)^20\\d\\d-", "19/"));
        Screen screen = new Screen();

        int exitCode = screen.run("ingest", "--config", pipelineFile.toString(), "--out", folder + "/out");

        assertThat(exitCode).as(screen.err()).isEqualTo(DATA);
        assertThat(screen.err())
                .contains("no reading came through: 720 rows", "none was clean, most for unparsable_time (720)");
        assertThat(versions(folder.resolve("out"))).isEqualTo(before);
    }

    @Test
    void a_binary_file() throws IOException {
        Files.write(telemetry, noise());

        assertRefused("run", DATA, "telemetry.csv", "not text");
    }

    @Test
    void a_csv_with_another_delimiter() throws IOException {
        Files.writeString(telemetry, semicolons(telemetry));

        assertRefused("run", DATA, "telemetry.csv", "delimiter (now ',')");
    }

    @Test
    void a_missing_column() throws IOException {
        Files.writeString(telemetry, withoutVibration(telemetry));

        assertRefused("run", DATA, "telemetry.csv", "no column 'vibration'", "shaking");
    }

    @Test
    void a_bad_file_of_a_log_stops_the_readings_too() throws IOException {
        Files.writeString(telemetry.resolveSibling("failures.csv"), "");

        assertRefused("ingest", DATA, "failures.csv", "empty");
    }

    @Test
    void only_bad_files_are_all_named() throws IOException {
        readingsAre("telemetry*.csv");
        writeBadFiles();
        Files.delete(telemetry);

        assertRefused(
                "ingest", DATA, "telemetry-binary.csv (it", "telemetry-column.csv (it", "telemetry-delim", "1 more");
    }

    /** The rest goes on; afterwards bad files alone leave the tables as they are. */
    @Test
    void bad_files_beside_a_good_one_are_quarantined() throws IOException {
        readingsAre("telemetry*.csv");
        writeBadFiles();
        Path out = folder.resolve("out");
        Screen screen = new Screen();

        int exitCode = screen.run("ingest", "--config", pipelineFile.toString(), "--out", out.toString());

        assertThat(exitCode).as(screen.err()).isZero();
        assertThat(screen.err()).isEmpty();
        Lake lake = Lake.open(JobSession.open(), out.resolve("lake").toString(), "test");
        assertThat(lake.read(Series.TABLE).selectExpr("sum(n)").first().getLong(0))
                .isEqualTo(3 * 2 * 240);
        assertThat(lake.read(Quarantine.TABLE)
                        .orderBy(Quarantine.FILE)
                        .select(Quarantine.REASON, Quarantine.RAW)
                        .collectAsList())
                .extracting(row -> row.getString(0) + ": " + row.getString(1))
                .containsExactly(
                        "unreadable_file: it is not text in UTF-8",
                        "unreadable_file: it has no column 'vibration' but time, machine, temperature, shaking",
                        "unreadable_file: it has no column 'machine' but time;machine;temperature;vibration",
                        "unreadable_file: it is empty");

        Files.delete(telemetry);
        TableVersions before = versions(out);
        assertThat(new Screen().run("ingest", "--config", pipelineFile.toString(), "--out", out.toString()))
                .isEqualTo(DATA);
        assertThat(versions(out)).isEqualTo(before);
    }

    @Test
    void a_missing_file() throws IOException {
        Files.delete(telemetry);

        assertRefused("run", CONFIGURATION, "telemetry.csv", "no file");
    }

    @Test
    void a_landing_folder_without_a_file() throws IOException {
        readingsAre("readings");
        Files.createDirectory(telemetry.resolveSibling("readings"));

        assertRefused("ingest", CONFIGURATION, "landing/readings", "no file");
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
        assertThat(screen.err())
                .contains("occupied", "cannot be written (Not a directory)", "--out")
                .doesNotContain("Exception");
    }

    /** Where nobody may make a folder, not even root. */
    @Test
    void a_read_only_output_folder() {
        Screen screen = new Screen();

        int exitCode = screen.run("run", "--config", pipelineFile.toString(), "--out", "/sys/millwright");

        assertThat(exitCode).isEqualTo(CONFIGURATION);
        assertThat(screen.err().lines()).hasSize(1);
        assertThat(screen.err())
                .contains("the output folder /sys/millwright cannot be written (", "give another with --out")
                .doesNotContain("Exception")
                .doesNotContain("(/sys");
    }

    /** Before the landing files are read, not after hours of training. */
    @Test
    void a_registry_that_cannot_be_written() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Path file = Files.writeString(out.resolve("registry"), "a file stands where the folder should be");
        Screen screen = new Screen();

        int exitCode = screen.run("ingest", "--config", pipelineFile.toString(), "--out", out.toString());

        assertThat(exitCode).isEqualTo(CONFIGURATION);
        assertThat(screen.err())
                .contains("the registry folder " + file + " cannot be written (a file stands at " + file + ")");
        assertThat(leftBehind(out)).containsExactly(file);
    }

    @Test
    void a_lake_written_by_a_newer_version() throws IOException {
        Path lake = Files.createDirectories(folder.resolve("out/lake"));
        Files.write(lake.resolve("_millwright_lake"), "format 99\n".getBytes(StandardCharsets.UTF_8));

        assertRefused("ingest", DATA, "newer Millwright", "99");
        assertRefused("plan", DATA, "newer Millwright", "99");
    }

    @Test
    void a_job_before_its_input_exists_names_the_jobs_to_run_first() throws IOException {
        assertRefused("check", DATA, "ingest");
    }

    private void rewrite(String from, String to) throws IOException {
        Files.writeString(pipelineFile, Files.readString(pipelineFile).replaceFirst("(?m)^(\\s*)" + from, "$1" + to));
    }

    private void readingsAre(String pattern) throws IOException {
        Files.writeString(pipelineFile, Files.readString(pipelineFile).replace("telemetry.csv", pattern));
    }

    private void writeBadFiles() throws IOException {
        Files.writeString(telemetry.resolveSibling("telemetry-empty.csv"), "");
        Files.write(telemetry.resolveSibling("telemetry-binary.csv"), noise());
        Files.writeString(telemetry.resolveSibling("telemetry-delimiter.csv"), semicolons(telemetry));
        Files.writeString(telemetry.resolveSibling("telemetry-column.csv"), withoutVibration(telemetry));
    }

    private static byte[] noise() {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static String semicolons(Path csv) throws IOException {
        return Files.readString(csv).replace(',', ';');
    }

    private static String withoutVibration(Path csv) throws IOException {
        return Files.readString(csv).replaceFirst("vibration", "shaking");
    }

    private void assertRefused(String job, int expectedExitCode, String... words) throws IOException {
        Path out = folder.resolve("out");
        Screen screen = new Screen();

        int exitCode = screen.run(job, "--config", pipelineFile.toString(), "--out", out.toString());

        assertThat(screen.err()).contains(words);
        assertThat(exitCode).as(screen.err()).isEqualTo(expectedExitCode);
        assertThat(screen.err().lines()).as("one sentence").hasSize(1);
        assertThat(screen.err()).doesNotContain("\tat ", "Exception");
        assertThat(leftBehind(out)).isEmpty();
    }

    /** Whatever lies in the output folder, but for the log, the lake's two markers and the seconds of no stage. */
    private static List<Path> leftBehind(Path out) throws IOException {
        if (!Files.exists(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(out.resolve("logs")))
                    .filter(file -> !NOT_A_RESULT.contains(file.getFileName().toString()))
                    .toList();
        }
    }

    private static TableVersions versions(Path out) throws IOException {
        return TableVersions.of(out.resolve("lake").toString(), new Configuration());
    }
}
