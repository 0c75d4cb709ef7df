package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The assembled jar under {@code spark-submit} of a Spark distribution nobody touched, in one process and in a cluster of
 * processes, gives the tables and figures of the launcher's own run.
 */
@Tag("full")
class SparkSubmitIT {

    private static SparkDistribution spark;

    @BeforeAll
    static void install_spark() throws Exception {
        spark = SparkDistribution.installed();
    }

    @AfterAll
    static void remove_what_executors_left() throws Exception {
        spark.removeWhatExecutorsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,2048]"})
    void the_jar_gives_the_same_tables_and_figures(String master) throws Exception {
        SmallFleet.undisturbed();
        String name = "submitted-" + master.replaceAll("[^a-z0-9]+", "-");
        Path out = SmallFleet.fresh(name);

        Child.requireDone(spark.submit(master, "run", out, out.resolveSibling(name + ".txt")));

        SmallFleet.requireSame(out);
    }

    /** As Glue starts it, with what Glue adds for itself. */
    @Test
    void the_script_of_a_glue_job_runs_a_job_with_its_settings_and_hands_its_exit_code_on(
            @TempDir Path events, @TempDir Path others) throws Exception {
        SmallFleet.undisturbed();
        Path out = SmallFleet.fresh("glue");
        List<String> given = List.of(
                "--JOB_ID",
                "j_1",
                "--job",
                "ingest",
                "--config",
                SmallFleet.pipelineFile().toString(),
                "--out",
                out.toString());

        Child.requireDone(spark.glueScript(given, events, out.resolveSibling("glue.txt")));

        requireSameTables(out);
        assertThat(settings(events).path("spark.sql.extensions").asText()).contains("DeltaSparkSessionExtension");
        assertThat(settings(events).path("spark.driver.maxResultSize").asText()).isEqualTo("0");
        assertThat(settings(events)
                        .path("spark.hadoop.parquet.compression.codec.zstd.level")
                        .asText())
                .isEqualTo("1");

        Child unknown = spark.glueScript(
                List.of("--job", "ingest", "--config", "nowhere.yaml"), others, out.resolveSibling("glue-nowhere.txt"));
        assertThat(unknown.process().waitFor()).isNotZero();
        assertThat(Files.readString(unknown.screen())).contains("nowhere.yaml").contains("ended with exit code 2");
    }

    /** As of an ingest, which writes some of them. */
    private static void requireSameTables(Path out) throws IOException, InterruptedException {
        Map<String, String> tables = SmallFleet.fingerprints(out);
        assertThat(tables).containsKeys("series", "events", "quarantine");
        assertThat(SmallFleet.fingerprints(SmallFleet.undisturbed())).containsAllEntriesOf(tables);
    }

    /** What Spark was started with, of its log of events; what a session is given later is not among it. */
    private static JsonNode settings(Path events) throws IOException {
        try (Stream<Path> logs = Files.list(events);
                Stream<String> lines = Files.lines(logs.findFirst().orElseThrow())) {
            return new ObjectMapper()
                    .readTree(lines.filter(line -> line.contains("SparkListenerEnvironmentUpdate"))
                            .findFirst()
                            .orElseThrow())
                    .path("Spark Properties");
        }
    }
}
