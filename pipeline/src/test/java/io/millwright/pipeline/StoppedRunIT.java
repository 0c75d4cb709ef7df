package io.millwright.pipeline;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The assembled jar under {@code spark-submit}: a run begun on a cluster of processes and killed there, gone on with in one process
 * and killed again, and brought to its end on a cluster, leaves what the launcher's undisturbed run leaves.
 */
@Tag("full")
class StoppedRunIT {

    private static final String CLUSTER = "local-cluster[2,1,2048]";
    private static final String ONE_PROCESS = "local[2]";

    private final Random random = new Random(Long.getLong("millwright.seed", 1));

    @Test
    void a_run_killed_twice_ends_as_if_nothing_had_happened() throws Exception {
        SparkDistribution spark = SparkDistribution.installed();
        SmallFleet.undisturbed();
        Path out = SmallFleet.fresh("stopped");

        spark.submit(CLUSTER, "run", out, out.resolveSibling("stopped-1.txt")).killIn("features", random);
        spark.submit(ONE_PROCESS, "run", out, out.resolveSibling("stopped-2.txt"))
                .killIn("train", random);
        Child.requireDone(spark.submit(CLUSTER, "run", out, out.resolveSibling("stopped-3.txt")));

        SmallFleet.requireSame(out);
        spark.removeWhatExecutorsLeft();
    }
}
