package io.millwright.pipeline;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code run}, killed at random moments and started again, leaves what a run that was never disturbed leaves. */
class KillIT {

    private static final int EARLIEST_MS = 3_000;

    static IntStream kills() {
        return IntStream.range(0, Integer.getInteger("millwright.kills", 2));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void a_run_that_was_killed_and_started_again_leaves_the_same_tables_and_figures(int kill) throws Exception {
        long undisturbedMs = Math.round(1000 * secondsOfUndisturbedRun());
        Path out = SmallFleet.fresh("killed-" + kill);
        long moment = EARLIEST_MS + new Random(kill).nextLong(Math.max(1, undisturbedMs));
        while (endedBefore(moment, kill, out)) {
            // A machine with less to do is quicker than when it ran undisturbed.
            moment = EARLIEST_MS + (moment - EARLIEST_MS) * 3 / 4;
            SmallFleet.fresh("killed-" + kill);
        }

        Child.requireDone(Child.java(out.resolveSibling("killed-" + kill + "-again.txt"), "run", out));

        SmallFleet.requireSame(out);
    }

    /** Starts a run and kills it at a moment, unless it had ended by then. */
    private static boolean endedBefore(long momentMs, int kill, Path out) throws Exception {
        Child run = Child.java(out.resolveSibling("killed-" + kill + "-first.txt"), "run", out);
        boolean ended = run.process().waitFor(momentMs, TimeUnit.MILLISECONDS);
        run.process().destroyForcibly().waitFor();
        return ended;
    }

    private static double secondsOfUndisturbedRun() throws Exception {
        var timings =
                Json.read(SmallFleet.undisturbed().resolve("timings.json")).orElseThrow();
        double seconds = 0;
        for (var stage : timings) {
            seconds += stage.asDouble();
        }
        return seconds;
    }
}
