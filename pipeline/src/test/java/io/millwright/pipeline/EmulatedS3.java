package io.millwright.pipeline;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.testing.TestSpark;
import java.net.URI;
import java.util.Map;

/** The emulated AWS's buckets, as Hadoop's S3A reaches them. */
final class EmulatedS3 {

    private EmulatedS3() {}

    /** Options of the file system. */
    static Map<String, String> options(URI emulator) {
        return Map.of(
                "fs.s3a.endpoint",
                emulator.toString(),
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                "fs.s3a.access.key",
                "tester",
                "fs.s3a.secret.key",
                "secret");
    }

    /** As {@code --conf spark.hadoop.fs.s3a...} would, to the emulator of this JVM. */
    static void pointHadoopThere() {
        pointHadoopTo(Emulator.started().address());
    }

    /** The same to another. */
    static void pointHadoopTo(URI emulator) {
        options(emulator).forEach((name, value) -> {
            System.setProperty("spark.hadoop." + name, value);
            TestSpark.session().conf().set(name, value);
        });
    }

    static void pointHadoopBack() {
        options(URI.create("")).keySet().forEach(name -> {
            System.clearProperty("spark.hadoop." + name);
            TestSpark.session().conf().unset(name);
        });
    }
}
