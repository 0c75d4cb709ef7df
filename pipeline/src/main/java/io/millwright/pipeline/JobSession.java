package io.millwright.pipeline;

import io.millwright.lake.Sessions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a job: the platform's under {@code spark-submit}, else one on this machine's processors. */
final class JobSession {

    private JobSession() {}

    /** Whether a platform started this program: it hands its settings over as system properties. */
    static boolean isSubmitted() {
        return System.getProperty("spark.master") != null;
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

    static SparkSession open() {
        return isSubmitted()
                ? Sessions.configured(SparkSession.builder())
                        .appName("millwright")
                        .getOrCreate()
                : Sessions.local(Runtime.getRuntime().availableProcessors());
    }

    /** Hadoop's settings before there is a session. */
    static Configuration hadoop() {
        return isSubmitted() ? Sessions.submittedHadoop() : Sessions.localHadoop();
    }

    static void close() {
        SparkSession.getActiveSession().foreach(spark -> {
            spark.stop();
            return null;
        });
    }
}
