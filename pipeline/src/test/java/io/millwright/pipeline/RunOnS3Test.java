package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Pipeline file, rules, landing files, lake and results in a bucket of S3's emulator: the same results as in folders. */
class RunOnS3Test {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();
    private static final Map<String, String> S3A = Map.of(
            "fs.s3a.endpoint", EMULATOR.address().toString(),
            "fs.s3a.path.style.access", "true",
            "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
            "fs.s3a.access.key", "tester",
            "fs.s3a.secret.key", "secret");
    private static final String YAML = """
            landing:
              axis: clock
              sources:
                - {name: readings, kind: readings, path: %s/readings.csv, format: csv, time: {column: time}, equipment: {prefix: press-1}, columns: {heat: value}}
            sensors: [{name: heat, min: -1000, max: 1000, period: 1h}]
            features: {tile: 1h, chunk: 24h, as_of: {every: 6h}, windows: [6h, 24h], statistics: [mean, sd]}
            targets: {anomaly: {detectors: [robust_z, pca_t2]}}
            split: {kind: time, folds: 1, first_test_share: 0.5}
            """;
    private static final String RULES = "Rules = [\n    # gate\n    RowCount > 3\n]\n";

    @TempDir
    private Path folder;

    /** As {@code --conf spark.hadoop.fs.s3a...} would. */
    @BeforeAll
    static void point_hadoop_at_the_emulator() {
        S3A.forEach((name, value) -> {
            System.setProperty("spark.hadoop." + name, value);
            TestSpark.session().conf().set(name, value);
        });
    }

    @AfterAll
    static void point_it_back() {
        S3A.keySet().forEach(name -> {
            System.clearProperty("spark.hadoop." + name);
            TestSpark.session().conf().unset(name);
        });
    }

    private static String readings() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("time,value\n");
        for (int hour = 0; hour < 20 * 24; hour++) {
            csv.append(Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(hour)))
                    .append(',')
                    .append(hour > 400 ? 90 : 60 + random.nextGaussian())
                    .append('\n');
        }
        return csv.toString();
    }

    private static void put(String key, String content) {
        EMULATOR.s3()
                .putObject(
                        request -> request.bucket(BUCKET).key(key),
                        software.amazon.awssdk.core.sync.RequestBody.fromString(content));
    }

    private static String get(String key) {
        return EMULATOR.s3()
                .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asString(StandardCharsets.UTF_8);
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
    void a_run_in_a_bucket_gives_what_a_run_in_folders_gives() throws IOException {
        String bucket = "s3a://" + BUCKET;
        put("landing/readings.csv", readings());
        put("plant/pipeline.yaml", YAML.formatted(bucket + "/landing"));
        put("plant/rules/series.dqdl", RULES);
        Files.writeString(folder.resolve("readings.csv"), readings());
        Files.writeString(folder.resolve("pipeline.yaml"), YAML.formatted(folder));
        Screen away = new Screen();
        Screen here = new Screen();

        int ofAway = away.run("run", "--config", bucket + "/plant/pipeline.yaml", "--out", bucket + "/results");
        int ofHere = here.run(
                "run",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(ofAway).as(away.err()).isZero();
        assertThat(ofHere).as(here.err()).isZero();
        assertThat(get("results/anomalies.json")).isEqualTo(Files.readString(folder.resolve("out/anomalies.json")));
        assertThat(away.out())
                .contains("Results in " + bucket + "/results", bucket + "/results/anomalies.html")
                .doesNotContain("/tmp/");
        assertThat(keys("results/lake/series/")).isNotEmpty();
        assertThat(Files.exists(Path.of("s3a:")))
                .as("a folder named like a URL")
                .isFalse();
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
