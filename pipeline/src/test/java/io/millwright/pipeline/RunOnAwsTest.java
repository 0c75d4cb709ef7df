package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The tour of {@code examples/aws-emulated.yaml}, which {@link NewUserIT} goes by hand, on a smaller fleet: pipeline file, rules, landing files, lake and results in a bucket, models, features,
 * figures and notices in AWS's services, all of them on this machine. {@link RunOnAwsIT} kills such a run and compares it with one in folders.
 */
class RunOnAwsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();
    private static final Path EXAMPLE = Path.of("../examples/aws-emulated.yaml");
    private static final String CONFIG = "s3://" + BUCKET + "/plant/pipeline.yaml";

    private static Mailbox letters;
    private static Map<String, String> environment;
    private static Screen away;

    @BeforeAll
    static void run_there() throws IOException {
        EmulatedS3.pointHadoopThere();
        letters = EMULATOR.topic("{\"severity\": [\"warning\", \"info\"]}");
        environment = Map.of(
                "MILLWRIGHT_BUCKET", BUCKET,
                "MILLWRIGHT_AWS_ENDPOINT", EMULATOR.address().toString(),
                "MILLWRIGHT_TOPIC", letters.address());
        put("plant/pipeline.yaml", smaller(Files.readString(EXAMPLE)));
        put("plant/rules/series.dqdl", SmallFleet.RULES);
        away = new Screen();
        require(away, away.run(environment, "generate", "--config", CONFIG));
        require(away, away.run(environment, "run", "--config", CONFIG));
    }

    /** As much as a test of every change can wait for: fewer machines, days, sensors, features and candidates. */
    private static String smaller(String example) {
        return example.replace("machines: 6", "machines: 4")
                .replace("days: 30", "days: 24")
                .replaceFirst("(?s)    - name: bursts.*?(?=    - name: machines)", "")
                .replaceAll("(?m)^  - \\{name: vibration_[xyz],.*$", "")
                .replaceFirst("(?s)  waveform_windows:.*?(?=  statistics:)", "")
                .replaceFirst("(?m)^  statistics: .*$", "  statistics: [mean, sd, slope, baseline_delta]")
                .replaceFirst("(?s)  # What sensors say.*?(?=\ntargets:)", "")
                .replaceFirst("(?m)^  candidates: .*$", "  candidates: [run_to_failure, age_based, logistic, xgboost]");
    }

    @AfterAll
    static void point_hadoop_back() {
        EmulatedS3.pointHadoopBack();
    }

    private static void require(Screen screen, int exitCode) {
        assertThat(exitCode).as(screen.err()).isZero();
    }

    private static void put(String key, String content) {
        EMULATOR.s3().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private static byte[] bytes(String key) {
        return EMULATOR.s3()
                .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asByteArray();
    }

    private static List<String> keys(String prefix) {
        return EMULATOR
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void lake_and_results_are_in_the_bucket_and_nowhere_else() {
        assertThat(keys("emulated/lake/series/")).isNotEmpty();
        assertThat(keys("emulated/"))
                .contains(
                        "emulated/metrics.json",
                        "emulated/worklist.csv",
                        "emulated/report.html",
                        "emulated/quality.json",
                        "emulated/registry/looks.json");
        assertThat(new String(bytes("emulated/worklist.csv"), StandardCharsets.UTF_8))
                .startsWith("rank,tier,status,site,equipment_id,");
        assertThat(away.out())
                .contains("Results in s3://" + BUCKET + "/emulated", "s3://" + BUCKET + "/emulated/report.html")
                .doesNotContain("/tmp/");
        assertThat(Files.exists(Path.of("s3:"))).as("a folder named like a URL").isFalse();
    }

    /** Models are SageMaker's, and every role may write results. */
    @Test
    void of_the_registry_only_the_looks_are_among_the_results() {
        assertThat(keys("emulated/registry/")).containsExactly("emulated/registry/looks.json");
    }

    @Test
    void a_person_approves_and_promotes_the_model_and_the_next_list_is_the_champions() {
        Screen screen = new Screen();

        int early = screen.run(environment, "models", "promote", "1", "--reason", "looks good", "--config", CONFIG);
        require(screen, screen.run(environment, "models", "approve", "1", "--reason", "checked", "--config", CONFIG));
        require(screen, screen.run(environment, "promote", "--config", CONFIG));
        require(screen, screen.run(environment, "models", "--config", CONFIG));
        require(screen, screen.run(environment, "score", "--config", CONFIG));

        assertThat(early).isEqualTo(2);
        assertThat(screen.err()).contains("approve it first");
        assertThat(screen.out())
                .contains("Models in SageMaker model package group conveyors")
                .containsPattern("1 +\\w+ +approved +champion")
                .doesNotContain("NOT PROMOTED");
        assertThat(away.out()).contains("NOT PROMOTED");
    }

    @Test
    void the_trace_of_a_failure_is_in_the_bucket_where_the_sentence_says() {
        Screen screen = new Screen();

        int failed = screen.run(environment, "models", "approve", "9", "--reason", "why not", "--config", CONFIG);

        assertThat(failed).isEqualTo(3);
        assertThat(screen.err()).contains("has no model version '9'");
        assertThat(new String(bytes("emulated/logs/models.log"), StandardCharsets.UTF_8))
                .contains("has no model version '9'", "at io.millwright.");
    }

    @Test
    void the_offline_store_gives_back_what_the_lake_has() throws IOException {
        OfflineStoreReading.requireTablesOf("s3://" + BUCKET + "/emulated/lake", EMULATOR, "conveyors");
    }

    @Test
    void figures_are_published_and_a_model_that_waits_and_the_list_are_told_of_with_their_place() {
        assertThat(EMULATOR.cloudWatch().listMetrics(request -> request.namespace("Millwright")).metrics().stream()
                        .map(Metric::metricName))
                .contains("rows_in", "average_precision", "feature_rows_exported", "seconds");
        List<JsonNode> told = letters.letters();
        for (String kind : List.of("model_waits", "work_list")) {
            assertThat(told)
                    .filteredOn(letter ->
                            letter.at("/MessageAttributes/kind/Value").asText().equals(kind))
                    .isNotEmpty()
                    .allSatisfy(letter -> assertThat(letter.path("Message").asText())
                            .contains("run id: ", "pipeline file: " + CONFIG, "results: s3://" + BUCKET + "/emulated"));
        }
    }

    @Test
    void a_pipeline_file_that_is_not_there_and_a_scheme_nobody_knows_get_a_sentence() {
        Screen absent = new Screen();
        Screen unknown = new Screen();

        int ofAbsent = absent.run("run", "--config", "s3a://" + BUCKET + "/nothing.yaml", "--out", "out");
        int ofUnknown = unknown.run("run", "--config", "tape://drive/pipeline.yaml");

        assertThat(ofAbsent).isEqualTo(2);
        assertThat(absent.err()).contains("there is no file s3a://" + BUCKET + "/nothing.yaml");
        assertThat(ofUnknown).isEqualTo(2);
        assertThat(unknown.err()).contains("this platform knows no places such as tape://drive/pipeline.yaml");
    }

    @Test
    void the_example_is_the_small_fleet_elsewhere() throws IOException {
        String elsewhere = Files.readString(EXAMPLE);
        String small = Files.readString(Path.of("../examples/small-fleet.yaml"));

        assertThat(withoutHead(elsewhere.substring(0, elsewhere.indexOf("\nlake:")))
                        .replaceAll("\"s3://[^\"]*/emulated/(landing|truth)\"", "$1"))
                .isEqualTo(withoutHead(small));
    }

    private static String withoutHead(String yaml) {
        return yaml.substring(yaml.indexOf("landing:"));
    }
}
