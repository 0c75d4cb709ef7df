package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Spark nobody touched, as {@code pip} brings it, and the assembled jar under its {@code spark-submit}. */
record SparkDistribution(Path home) {

    private static final PythonEnvironment PYTHON = new PythonEnvironment("pyspark", List.of("pyspark==3.5.6"));

    /** Installs it below {@code target/} where it is not there yet. */
    static SparkDistribution installed() throws IOException {
        PYTHON.python();
        try (Stream<Path> libraries = Files.list(PYTHON.folder().resolve("lib"))) {
            return new SparkDistribution(libraries
                    .map(python -> python.resolve("site-packages/pyspark"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** The folder of what it brings. */
    Path jars() {
        return home.resolve("jars");
    }

    /** Starts a job on the small fleet. */
    Child submit(String master, String job, Path out, Path screen) throws IOException {
        return submit(command(master), Child.arguments(job, out), Map.of(), screen);
    }

    /**
     * Starts a job on a cluster of processes that reaches buckets by Hadoop's S3A.
     *
     * @param s3a options of the file system
     */
    Child submitOnS3(List<String> arguments, Map<String, String> s3a, Map<String, String> environment, Path screen)
            throws IOException {
        List<String> command = command("local-cluster[2,1,2048]");
        String s3 = Artifacts.s3() + "/*";
        Map<String, String> options = new TreeMap<>(Map.of(
                "spark.driver.extraClassPath", s3,
                "spark.executor.extraClassPath", s3,
                "spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"));
        s3a.forEach((name, value) -> options.put("spark.hadoop." + name, value));
        options.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        return submit(command, arguments, environment, screen);
    }

    private Child submit(List<String> command, List<String> arguments, Map<String, String> environment, Path screen)
            throws IOException {
        command.addAll(List.of(
                "--jars",
                deltaJars(),
                "--class",
                "io.millwright.pipeline.Main",
                Artifacts.jar().toString()));
        command.addAll(arguments);
        return start(command, environment, screen);
    }

    /**
     * Starts the script of a Glue job, with the arguments Glue hands it.
     *
     * @param events folder for Spark's log of events
     */
    Child glueScript(List<String> arguments, Path events, Path screen) throws IOException {
        List<String> command = command("local[2]");
        command.addAll(List.of(
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.dir=" + Files.createDirectories(events).toUri(),
                "--jars",
                Artifacts.jar() + "," + deltaJars(),
                Path.of("../aws/glue/millwright_glue.py").toAbsolutePath().toString()));
        command.addAll(arguments);
        return start(command, Map.of(), screen);
    }

    private List<String> command(String master) {
        return new ArrayList<>(List.of(
                home.resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "2g",
                "--executor-memory",
                "1500m",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=4"));
    }

    private static String deltaJars() throws IOException {
        assertThat(Artifacts.deltaJars()).hasSize(2);
        return Artifacts.deltaJars().stream().map(Path::toString).collect(Collectors.joining(","));
    }

    private Child start(List<String> command, Map<String, String> environment, Path screen) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("PYSPARK_PYTHON", PYTHON.python());
        return Child.start(builder, screen);
    }

    /** Executors of a local cluster copy the jars into the distribution. */
    void removeWhatExecutorsLeft() throws IOException {
        SmallFleet.delete(home.resolve("work"));
    }
}
