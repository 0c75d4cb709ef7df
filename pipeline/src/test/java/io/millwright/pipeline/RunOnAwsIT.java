package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.aws.testing.Emulator;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * {@code examples/aws-emulated.yaml}, run by the assembled jar on the emulated AWS of {@link RunOnAwsTest}: begun by the {@code
 * spark-submit} of a Spark nobody touched on a cluster of processes and killed there, gone on with as the launcher starts it and
 * killed again, ended by {@code spark-submit}, and leaves what an undisturbed one leaves in folders.
 */
@Tag("full")
class RunOnAwsIT {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();
    private static final Path EXAMPLE = Path.of("../examples/aws-emulated.yaml");
    private static final String CONFIG = "s3://" + BUCKET + "/plant/pipeline.yaml";
    private static final String OTHER_STORE = "submitted";
    private static final String LAKE = "s3://" + BUCKET + "/emulated/lake";

    private static Map<String, String> environment;
    private static Map<String, String> expected;

    @BeforeAll
    static void run_there() throws Exception {
        EmulatedS3.pointHadoopThere();
        environment = Map.of(
                "MILLWRIGHT_BUCKET", BUCKET,
                "MILLWRIGHT_AWS_ENDPOINT", EMULATOR.address().toString(),
                "MILLWRIGHT_TOPIC", EMULATOR.topic("{}").address());
        put("plant/pipeline.yaml", Files.readString(EXAMPLE));
        put("plant/rules/series.dqdl", SmallFleet.RULES);
        Child.requireDone(launched("generate"));
        Random random = new Random(Long.getLong("millwright.seed", 1));
        submitted(arguments("run"), screen("submitted")).killIn("features", random);
        // Who was killed keeps the lake in the bucket for a minute: time for the undisturbed run.
        Future<Map<String, String>> undisturbed = CompletableFuture.supplyAsync(RunOnAwsIT::undisturbed);
        launched("run").killIn("train", random);
        Child last = submitted(arguments("run"), screen("submitted-again"));
        expected = undisturbed.get();
        Child.requireDone(last);
        assertThat(Files.readString(last.screen()))
                .as("a run that was killed goes on")
                .contains("done before the run was stopped");
        put("plant/other-store.yaml", Files.readString(EXAMPLE).replace("prefix: conveyors", "prefix: " + OTHER_STORE));
        Child.requireDone(submitted(
                List.of("export-features", "--config", "s3://" + BUCKET + "/plant/other-store.yaml"),
                screen("exported")));
        SparkDistribution.installed().removeWhatExecutorsLeft();
    }

    /** On a cluster of processes that reach the bucket by Hadoop's S3A. */
    private static Child submitted(List<String> arguments, Path screen) throws IOException {
        return SparkDistribution.installed()
                .submitOnS3(arguments, EmulatedS3.options(EMULATOR.address()), credentials(), screen);
    }

    /** Fingerprints of the tables of a run in folders, but for when the landing files were written: a bucket has its own. */
    private static Map<String, String> undisturbed() {
        try {
            Map<String, String> tables = SmallFleet.fingerprints(SmallFleet.undisturbed());
            tables.remove("landed_files");
            return tables;
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
                        EmulatedS3.options(EMULATOR.address()).entrySet().stream()
                                .map(option -> "-Dspark.hadoop." + option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining(" ")));
        return Child.start(builder, screen(job));
    }

    private static List<String> arguments(String job) {
        return List.of(job, "--config", CONFIG);
    }

    private static Path screen(String name) {
        return Path.of("target/run-on-aws", name + ".txt");
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
        EmulatedS3.pointHadoopBack();
    }

    private static void put(String key, String content) {
        EMULATOR.s3().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private static byte[] bytes(String key) {
        return EMULATOR.s3()
                .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asByteArray();
    }

    @Test
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

    /** Without the key of the look and the hash of the pipeline file, whose places differ. */
    private static JsonNode figures(byte[] metrics) throws IOException {
        ObjectNode figures = SmallFleet.figures(metrics);
        ((ObjectNode) figures.path("looks")).remove("key");
        ((ObjectNode) figures.path("judged")).remove("config_hash");
        return figures;
    }

    @Test
    void the_model_is_registered_once() {
        assertThat(EMULATOR.sageMaker()
                        .listModelPackages(request -> request.modelPackageGroupName("conveyors"))
                        .modelPackageSummaryList())
                .hasSize(1);
    }

    /** The one that the run filled, and one that {@code export-features} filled under {@code spark-submit}. */
    @ParameterizedTest
    @ValueSource(strings = {"conveyors", OTHER_STORE})
    void an_offline_store_gives_back_every_value_of_every_feature_group(String prefix) throws IOException {
        OfflineStoreReading.requireTablesOf(LAKE, EMULATOR, prefix);
    }
}
