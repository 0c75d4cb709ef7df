package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The assembled jar under {@code spark-submit} of a Spark distribution nobody touched, in one process and in a cluster of
 * processes, gives the tables and figures of the launcher's own run.
 */
class SparkSubmitIT {

    private static final Path VENV = Path.of("target/pyspark").toAbsolutePath();

    private static Path sparkHome = VENV;

    @BeforeAll
    static void install_spark() throws Exception {
        if (!Files.exists(VENV.resolve("installed"))) {
            run(new ProcessBuilder("python3", "-m", "venv", VENV.toString()));
            run(new ProcessBuilder(
                    VENV.resolve("bin/python").toString(), "-m", "pip", "install", "--quiet", "pyspark==3.5.6"));
            Files.createFile(VENV.resolve("installed"));
        }
        try (Stream<Path> libraries = Files.list(VENV.resolve("lib"))) {
            sparkHome = libraries
                    .map(python -> python.resolve("site-packages/pyspark"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Executors of a local cluster copy the jars into the distribution. */
    @AfterAll
    static void remove_what_executors_left() throws IOException {
        Path work = sparkHome.resolve("work");
        if (Files.exists(work)) {
            try (Stream<Path> files = Files.walk(work)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,2048]"})
    void the_jar_gives_the_same_tables_and_figures(String master) throws Exception {
        SmallFleet.undisturbed();
        String name = "submitted-" + master.replaceAll("[^a-z0-9]+", "-");
        Path out = SmallFleet.fresh(name);

        Child.requireDone(Child.start(submit(master, out), out.resolveSibling(name + ".txt")));

        SmallFleet.requireSame(out);
    }

    private static ProcessBuilder submit(String master, Path out) throws IOException {
        assertThat(Artifacts.deltaJars()).hasSize(2);
        List<String> command = new ArrayList<>(List.of(
                sparkHome.resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "2g",
                "--executor-memory",
                "1500m",
                "--jars",
                Artifacts.deltaJars().stream().map(Path::toString).collect(Collectors.joining(",")),
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=4",
                "--class",
                "io.millwright.pipeline.Main",
                Artifacts.jar().toString()));
        command.addAll(Child.arguments("run", out));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", sparkHome.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder;
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Child.requireDone(Child.start(builder, Path.of("target", "pyspark-install.txt")));
    }
}
