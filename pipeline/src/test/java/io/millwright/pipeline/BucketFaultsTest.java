package io.millwright.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What goes wrong with a bucket while Hadoop's own client of S3 reads or writes it: wherever a job meets it, the exit code says whether a retry
 * can help, and one sentence says what failed, where, and what to do.
 */
class BucketFaultsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final SparkSession SPARK = TestSpark.session();
    private static final String BUCKET = EMULATOR.bucket();
    private static final String ROOT = "s3a://" + BUCKET + "/lake";
    private static final TableSpec TABLE =
            new TableSpec("ids", new StructType().add("id", DataTypes.LongType), List.of(), List.of("id"));
    private static final int PATIENCE_MS = 1000;
    private static final int LATE_MS = 2500;

    /** Answers for the bucket as the emulator does, until it is told to fail. */
    private static final WireMockServer AWS = new WireMockServer(options().dynamicPort());

    private static Map<String, String> hadoop;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void a_lake_with_a_table() throws IOException {
        AWS.start();
        hadoop = new TreeMap<>();
        Map.of(
                        "endpoint", AWS.baseUrl(),
                        "path.style.access", "true",
                        "aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                        "access.key", "tester",
                        "secret.key", "secret",
                        "attempts.maximum", "1",
                        "retry.limit", "0",
                        "retry.throttle.limit", "0",
                        "connection.timeout", Integer.toString(PATIENCE_MS))
                .forEach((name, value) -> hadoop.put("fs.s3a.bucket." + BUCKET + "." + name, value));
        hadoop.forEach(SPARK.sparkContext().hadoopConfiguration()::set);
        hadoop.forEach((name, value) -> System.setProperty("spark.hadoop." + name, value));
        mended();
        answersOnce();
        Lake.open(SPARK, ROOT, "run").overwrite(SPARK.range(3).toDF(), TABLE, Map.of());
    }

    /** The first answer takes long on a busy machine, where all classes of server and emulator are still to be loaded. */
    private static void answersOnce() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(AWS.baseUrl()).toURL().openConnection();
        assertThat(connection.getResponseCode()).isPositive();
        connection.disconnect();
    }

    @AfterAll
    static void point_hadoop_back() {
        hadoop.keySet().forEach(SPARK.sparkContext().hadoopConfiguration()::unset);
        hadoop.keySet().forEach(name -> System.clearProperty("spark.hadoop." + name));
        AWS.stop();
    }

    private static void mended() {
        AWS.resetAll();
        AWS.stubFor(any(anyUrl())
                .atPriority(9)
                .willReturn(aResponse().proxiedFrom(EMULATOR.address().toString())));
    }

    private static ResponseDefinitionBuilder fault(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withFixedDelay(status == 200 ? LATE_MS : 0)
                .withHeader("x-amz-bucket-region", "us-west-2")
                .withHeader("Content-Type", "application/xml")
                .withBody("<Error><Code>" + code + "</Code><Message>as AWS says it</Message></Error>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied          | 2 | allow s3:GetObject and s3:ListBucket on s3a://",
                "403 | InvalidAccessKeyId    | 2 | allow s3:GetObject and s3:ListBucket on s3a://",
                "301 | PermanentRedirect     | 2 | lies in another region: set AWS_REGION",
                "404 | NoSuchBucket          | 2 | there is no bucket of s3a://",
                "503 | SlowDown              | 4 | AWS is busy or has a failure of its own: a retry may help",
                "500 | InternalError         | 4 | AWS is busy or has a failure of its own: a retry may help",
                "400 | ExpiredToken          | 4 | mostly the credentials have expired: renew them",
                "200 | an answer, but late   | 4 | not in time: check the network",
            })
    void a_lake_or_results_that_cannot_be_looked_at(int status, String code, int exitCode, String says) {
        AWS.stubFor(any(anyUrl()).willReturn(fault(status, code)));

        requireFails(() -> Lake.open(SPARK, ROOT, "run"), exitCode, says, "the lake folder " + ROOT);
        requireFails(
                () -> Mirror.of(ROOT, folder.resolve("here"), "", configuration())
                        .fetch(),
                exitCode,
                says,
                ROOT + " cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied          | 2 | allow s3:ListBucket on s3a://",
                "403 | InvalidAccessKeyId    | 2 | AWS does not know these credentials",
                "503 | SlowDown              | 4 | AWS is busy or has a failure of its own: a retry may help",
                "400 | ExpiredToken          | 4 | the credentials have expired: renew them",
            })
    void landing_files_that_cannot_be_listed(int status, String code, int exitCode, String says) throws IOException {
        Path landing = Files.createDirectories(folder.resolve("landing"));
        PipelineConfig config = PipelineFile.readFor(
                Files.writeString(
                        folder.resolve("pipeline.yaml"),
                        TinyFleet.yaml(landing).replace(landing + "/telemetry.csv", ROOT + "/*/telemetry.csv")),
                Map.of(),
                Optional.of(folder.resolve("out").toString()));
        AWS.stubFor(get(anyUrl()).willReturn(fault(status, code)));

        requireFails(() -> LandingFiles.of(config, configuration()), exitCode, says, "of source 'telemetry'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied          | 2 | allow s3:GetObject and s3:ListBucket on s3a://",
                "301 | PermanentRedirect     | 2 | lies in another region: set AWS_REGION",
                "503 | SlowDown              | 4 | AWS is busy or has a failure of its own: a retry may help",
                "500 | InternalError         | 4 | AWS is busy or has a failure of its own: a retry may help",
                "400 | ExpiredToken          | 4 | the credentials have expired: renew them",
                "200 | an answer, but late   | 4 | not in time: check the network",
            })
    void a_table_whose_files_cannot_be_read_in_a_task(int status, String code, int exitCode, String says) {
        mended();
        Lake lake = Lake.open(SPARK, ROOT, "run");
        AWS.stubFor(get(urlMatching(".*\\.parquet")).willReturn(fault(status, code)));

        requireFails(() -> lake.read(TABLE).count(), exitCode, says, "reading or writing s3a://" + BUCKET);
    }

    @Test
    void a_landing_file_that_cannot_be_read_now_is_not_quarantined_but_read_by_a_retry() throws IOException {
        mended();
        Path landing = Files.createDirectories(folder.resolve("to-copy"));
        TinyFleet.write(landing);
        for (String file : List.of("telemetry.csv", "failures.csv")) {
            EMULATOR.s3().putObject(request -> request.bucket(BUCKET).key("landing/" + file), landing.resolve(file));
        }
        Path config = Files.writeString(
                folder.resolve("from-bucket.yaml"),
                TinyFleet.yaml(landing).replace(landing.toString(), "s3a://" + BUCKET + "/landing"));
        String[] ingest = {
            "ingest",
            "--config",
            config.toString(),
            "--out",
            folder.resolve("out").toString()
        };
        AWS.stubFor(get(urlMatching(".*/failures.csv")).willReturn(fault(503, "SlowDown")));
        Screen busy = new Screen();
        Screen calm = new Screen();

        int first = busy.run(ingest);
        mended();
        int second = calm.run(ingest);

        assertThat(first).as(busy.out()).isEqualTo(4);
        assertThat(busy.err()).contains("landing/failures.csv of source 'failures' cannot be read", "try again later");
        assertThat(second).as(calm.err()).isZero();
    }

    /** On the keys of a file that is there, of the next commit, and of a file no commit names. */
    @Test
    void uploads_nobody_completed_change_nothing_and_stop_nobody() {
        mended();
        Lake lake = Lake.open(SPARK, ROOT, "run");
        TableSpec table = new TableSpec("halves", TABLE.schema(), List.of(), TABLE.key());
        lake.overwrite(SPARK.range(3).toDF(), table, Map.of());
        String before = lake.fingerprint(table);
        String file = keys("lake/halves/part-").get(0);

        for (String key :
                List.of(file, "lake/halves/_delta_log/00000000000000000001.json", "lake/halves/part-0.parquet")) {
            EMULATOR.halfWritten(BUCKET, key);
        }

        assertThat(Lake.open(SPARK, ROOT, "other").fingerprint(table)).isEqualTo(before);
        assertThat(keys("lake/halves/")).doesNotContain("lake/halves/part-0.parquet");
        assertThat(lake.overwrite(SPARK.range(5).toDF(), table, Map.of())).isEqualTo(1);
        assertThat(lake.read(table).count()).isEqualTo(5);
        assertThat(lake.readVersion("halves", 0).count()).isEqualTo(3);
    }

    private static List<String> keys(String prefix) {
        return EMULATOR.s3().listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void what_is_no_fault_outside_stays_a_bug() {
        Failure failure = Failure.of(new IllegalStateException("windows must be >= 1, got 0"), "the log");

        assertThat(failure.exitCode()).isEqualTo(Failure.BUG);
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        hadoop.forEach(configuration::set);
        return configuration;
    }

    private static void requireFails(ThrowingCallable work, int exitCode, String... says) {
        Failure failure = Failure.of(catchThrowable(work), "the log");

        assertThat(failure.sentence()).contains(says).hasLineCount(1);
        assertThat(failure.exitCode()).as(failure.sentence()).isEqualTo(exitCode);
    }
}
