package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The tour of {@code examples/aws-emulated.yaml} by the assembled jar: pipeline file, rules, landing files, lake and results in a
 * bucket, models, features, figures and notices in AWS's services, all of them on this machine. The run is begun by the {@code
 * spark-submit} of a Spark nobody touched on a cluster of processes and killed there, gone on with as the launcher starts it and
 * killed again, and leaves what an undisturbed one leaves in folders.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunOnAwsIT {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();
    private static final Map<String, String> S3A = Map.of(
            "fs.s3a.endpoint", EMULATOR.address().toString(),
            "fs.s3a.path.style.access", "true",
            "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
            "fs.s3a.access.key", "tester",
            "fs.s3a.secret.key", "secret");
    private static final Path EXAMPLE = Path.of("../examples/aws-emulated.yaml");
    private static final String CONFIG = "s3://" + BUCKET + "/plant/pipeline.yaml";
    private static final String LAKE = "s3://" + BUCKET + "/emulated/lake";

    private static Mailbox letters;
    private static Map<String, String> environment;
    private static String said;
    private static Map<String, String> expected;

    /** As {@code --conf spark.hadoop.fs.s3a...} would; then the run, killed twice. */
    @BeforeAll
    static void run_there() throws Exception {
        S3A.forEach((name, value) -> {
            System.setProperty("spark.hadoop." + name, value);
            TestSpark.session().conf().set(name, value);
        });
        letters = EMULATOR.topic("{\"severity\": [\"warning\"]}");
        environment = Map.of(
                "MILLWRIGHT_BUCKET", BUCKET,
                "MILLWRIGHT_AWS_ENDPOINT", EMULATOR.address().toString(),
                "MILLWRIGHT_TOPIC", letters.address());
        put("plant/pipeline.yaml", Files.readString(EXAMPLE));
        put("plant/rules/series.dqdl", SmallFleet.RULES);
        Child.requireDone(launched("generate"));
        SparkDistribution spark = SparkDistribution.installed();
        Random random = new Random(Long.getLong("millwright.seed", 1));
        spark.submitOnS3(arguments("run"), S3A, credentials(), screen("run-1")).killIn("features", random);
        spark.removeWhatExecutorsLeft();
        // Who was killed keeps the lake in the bucket for a minute: time for the undisturbed run.
        Future<Map<String, String>> undisturbed = CompletableFuture.supplyAsync(RunOnAwsIT::undisturbed);
        launched("run").killIn("train", random);
        Child last = launched("run");
        expected = undisturbed.get();
        Child.requireDone(last);
        said = Files.readString(last.screen());
    }

    /** Fingerprints of the tables of a run in folders. */
    private static Map<String, String> undisturbed() {
        try {
            return SmallFleet.fingerprints(SmallFleet.undisturbed());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the launcher starts it. */
    private static Child launched(String job) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Child.java(arguments(job)));
        builder.environment().putAll(credentials());
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        S3A.entrySet().stream()
                                .map(option -> "-Dspark.hadoop." + option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining(" ")));
        return Child.start(builder, screen(job));
    }

    private static List<String> arguments(String job) {
        return List.of(job, "--config", CONFIG);
    }

    private static Path screen(String name) {
        return SmallFleet.folder().resolve("on-aws-" + name + ".txt");
    }

    private static Map<String, String> credentials() {
        Map<String, String> all = new HashMap<>(environment);
        all.put("AWS_REGION", Emulator.REGION);
        all.put("AWS_ACCESS_KEY_ID", "nobody");
        all.put("AWS_SECRET_ACCESS_KEY", "nothing");
        return all;
    }

    @AfterAll
    static void point_hadoop_back() {
        S3A.keySet().forEach(name -> {
            System.clearProperty("spark.hadoop." + name);
            TestSpark.session().conf().unset(name);
        });
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

    /** Before a person promotes the model, which gives another list. */
    @Test
    @Order(1)
    void killed_twice_it_leaves_what_an_undisturbed_run_leaves_in_folders() throws Exception {
        Path inFolders = SmallFleet.undisturbed();

        assertThat(SmallFleet.fingerprints(LAKE, List.copyOf(expected.keySet())))
                .isEqualTo(expected)
                .isNotEmpty();
        assertThat(figures(bytes("emulated/metrics.json")))
                .isEqualTo(figures(Files.readAllBytes(inFolders.resolve("metrics.json"))));
        assertThat(new String(bytes("emulated/worklist.csv"), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(inFolders.resolve("worklist.csv")));
    }

    /** Without the key of the look, which knows the pipeline file, whose places differ, and without where the models are. */
    private static JsonNode figures(byte[] metrics) throws IOException {
        ObjectNode figures = SmallFleet.figures(metrics);
        ((ObjectNode) figures.path("looks")).remove("key");
        return figures;
    }

    @Test
    void the_model_is_registered_once() {
        assertThat(EMULATOR.sageMaker()
                        .listModelPackages(request -> request.modelPackageGroupName("conveyors"))
                        .modelPackageSummaryList())
                .hasSize(1);
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

    @Test
    void lake_and_results_are_in_the_bucket_and_nowhere_else() {
        assertThat(keys("emulated/lake/series/")).isNotEmpty();
        assertThat(keys("emulated/"))
                .contains(
                        "emulated/metrics.json",
                        "emulated/worklist.csv",
                        "emulated/report.html",
                        "emulated/quality.json");
        assertThat(new String(bytes("emulated/worklist.csv"), StandardCharsets.UTF_8))
                .startsWith("rank,tier,status,site,equipment_id,");
        assertThat(said)
                .contains("Results in s3://" + BUCKET + "/emulated", "s3://" + BUCKET + "/emulated/report.html")
                .doesNotContain("/tmp/");
        assertThat(Files.exists(Path.of("s3:"))).as("a folder named like a URL").isFalse();
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
        assertThat(said).contains("NOT PROMOTED");
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
    void the_offline_store_gives_back_what_the_lake_has() {
        SparkSession spark = TestSpark.session();
        spark.read()
                .option("recursiveFileLookup", "true")
                .option("pathGlobFilter", "*.parquet")
                .parquet("s3://" + BUCKET + "/features/")
                .createOrReplaceTempView("stored");

        long stored = spark.sql("SELECT DISTINCT equipment_id, as_of FROM stored WHERE NOT is_deleted")
                .count();

        assertThat(stored)
                .isEqualTo(spark.read()
                        .format("delta")
                        .load(LAKE + "/" + FeatureGroups.CONTEXT)
                        .count())
                .isPositive();
    }

    @Test
    void figures_are_published_and_a_model_that_waits_is_told_of() {
        assertThat(EMULATOR.cloudWatch().listMetrics(request -> request.namespace("Millwright")).metrics().stream()
                        .map(Metric::metricName))
                .contains("rows_in", "average_precision", "feature_rows_exported", "seconds");
        assertThat(letters.letters())
                .anySatisfy(letter -> assertThat(letter.path("Message").asText())
                        .contains("run id: ", CONFIG.substring(CONFIG.lastIndexOf('/') + 1)));
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
}
