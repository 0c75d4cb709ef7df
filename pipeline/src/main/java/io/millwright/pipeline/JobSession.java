package io.millwright.pipeline;

import io.millwright.lake.Sessions;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.config.PipelineConfig;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a job: the platform's under {@code spark-submit}, else one on this machine's processors. */
final class JobSession {

    private static final String S3_ENDPOINT = "fs.s3a.endpoint";

    /** Said by the script of a Glue job, whose launcher may hand over no master. */
    static final String SUBMITTED = "millwright.submitted";

    private JobSession() {}

    /** Whether a platform started this program: it hands its settings over as system properties, or its script says so. */
    static boolean isSubmitted() {
        return System.getProperty("spark.master") != null || Boolean.getBoolean(SUBMITTED);
    }

    /**
     * Sends the logs of Spark and what libraries print to a file, so that the screen stays the job's own. Must come before
     * anything logs; under {@code spark-submit} logs stay where the platform wants them.
     */
    static void keepLogsIn(Path log) {
        if (isSubmitted()) {
            return;
        }
        System.setProperty("millwright.log", log.toString());
        System.setProperty("log4j2.configurationFile", "millwright-log4j2.properties");
        try {
            PrintStream file = new PrintStream(new FileOutputStream(log.toFile(), true), true, StandardCharsets.UTF_8);
            System.setOut(file);
            System.setErr(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the log folder was made a moment ago", e);
        }
    }

    /** With S3 where the pipeline file says. */
    static SparkSession open(PipelineConfig config) {
        return open(buckets(config));
    }

    /** Without a pipeline file. */
    static SparkSession open() {
        return open(Sessions.Buckets.usual());
    }

    private static SparkSession open(Sessions.Buckets buckets) {
        return isSubmitted()
                ? Sessions.configured(SparkSession.builder())
                        .appName("millwright")
                        .getOrCreate()
                : Sessions.local(Runtime.getRuntime().availableProcessors(), buckets);
    }

    /** Hadoop's settings before there is a session. */
    static Configuration hadoop(PipelineConfig config) {
        return hadoop(buckets(config));
    }

    /** The same before there is a pipeline file; its file systems are not kept, because that file says how S3 is reached. */
    static Configuration hadoop() {
        Configuration hadoop = hadoop(Sessions.Buckets.usual());
        if (!isSubmitted()) {
            List.of("s3", "s3a").forEach(scheme -> hadoop.set("fs." + scheme + ".impl.disable.cache", "true"));
        }
        return hadoop;
    }

    private static Configuration hadoop(Sessions.Buckets buckets) {
        return isSubmitted() ? Sessions.submittedHadoop() : Sessions.localHadoop(buckets);
    }

    private static Sessions.Buckets buckets(PipelineConfig config) {
        return new Sessions.Buckets(config.aws().endpoint(), config.aws().kmsKey());
    }

    /** The section {@code aws}, at the emulator or other store that Hadoop's settings name where it names none. */
    static AwsSpec aws(PipelineConfig config) {
        Optional<URI> s3 = Optional.ofNullable(Sessions.submittedHadoop().get(S3_ENDPOINT))
                .filter(endpoint -> endpoint.startsWith("http"))
                .map(URI::create);
        AwsSpec aws = config.aws();
        return aws.endpoint().isPresent() ? aws : AwsSpec.at(s3, aws.kmsKey());
    }

    static void close() {
        SparkSession.getActiveSession().foreach(spark -> {
            spark.stop();
            return null;
        });
    }
}
