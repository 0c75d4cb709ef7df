package io.millwright.pipeline;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The assembled jar under {@code spark-submit} of a Spark distribution nobody touched, in one process and in a cluster of
 * processes, gives the tables and figures of the launcher's own run.
 */
class SparkSubmitIT {

    private static SparkDistribution spark;

    @BeforeAll
    static void install_spark() throws Exception {
        spark = SparkDistribution.installed();
    }

    @AfterAll
    static void remove_what_executors_left() throws Exception {
        spark.removeWhatExecutorsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,2048]"})
    void the_jar_gives_the_same_tables_and_figures(String master) throws Exception {
        SmallFleet.undisturbed();
        String name = "submitted-" + master.replaceAll("[^a-z0-9]+", "-");
        Path out = SmallFleet.fresh(name);

        Child.requireDone(spark.submit(master, out, out.resolveSibling(name + ".txt")));

        SmallFleet.requireSame(out);
    }
}
