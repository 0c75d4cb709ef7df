package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The assembled jar under {@code spark-submit}: a run begun on a cluster of processes and killed there, gone on with in one process
 * and killed again, and brought to its end on a cluster, leaves what the launcher's undisturbed run leaves.
 */
class StoppedRunIT {

    private static final String CLUSTER = "local-cluster[2,1,2048]";
    private static final String ONE_PROCESS = "local[2]";

    private final Random random = new Random(Long.getLong("millwright.seed", 1));

    @Test
    void a_run_killed_twice_ends_as_if_nothing_had_happened() throws Exception {
        SparkDistribution spark = SparkDistribution.installed();
        SmallFleet.undisturbed();
        Path out = SmallFleet.fresh("stopped");

        killIn("features", spark.submit(CLUSTER, out, out.resolveSibling("stopped-1.txt")));
        killIn("train", spark.submit(ONE_PROCESS, out, out.resolveSibling("stopped-2.txt")));
        Child.requireDone(spark.submit(CLUSTER, out, out.resolveSibling("stopped-3.txt")));

        SmallFleet.requireSame(out);
        spark.removeWhatExecutorsLeft();
    }

    /** Kills it, and the executors it started, up to a few seconds after a stage has begun. */
    private void killIn(String stage, Child child) throws Exception {
        long patience = System.nanoTime() + Duration.ofMinutes(8).toNanos();
        while (!Files.readString(child.screen()).contains("] " + stage)) {
            assertThat(child.process().isAlive() && System.nanoTime() < patience)
                    .as("the run came as far as " + stage + "; it said:\n" + Files.readString(child.screen()))
                    .isTrue();
            Thread.sleep(100);
        }
        Thread.sleep(random.nextInt(4_000));
        assertThat(child.process().isAlive()).as("the run was still going").isTrue();
        child.process().descendants().forEach(ProcessHandle::destroyForcibly);
        child.process().destroyForcibly().waitFor();
    }
}
