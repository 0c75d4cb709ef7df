package io.millwright.pipeline;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.testing.TestSpark;
import java.util.Map;

/** The emulated AWS's buckets, as Hadoop's S3A reaches them. */
final class EmulatedS3 {

    /** Options of the file system. */
    static final Map<String, String> OPTIONS = Map.of(
            "fs.s3a.endpoint", Emulator.started().address().toString(),
            "fs.s3a.path.style.access", "true",
            "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
            "fs.s3a.access.key", "tester",
            "fs.s3a.secret.key", "secret");

    private EmulatedS3() {}

    /** As {@code --conf spark.hadoop.fs.s3a...} would. */
    static void pointHadoopThere() {
        OPTIONS.forEach((name, value) -> {
            System.setProperty("spark.hadoop." + name, value);
            TestSpark.session().conf().set(name, value);
        });
    }

    static void pointHadoopBack() {
        OPTIONS.keySet().forEach(name -> {
            System.clearProperty("spark.hadoop." + name);
            TestSpark.session().conf().unset(name);
        });
    }
}
