package io.millwright.pipeline;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More kills than {@link RunOnAwsIT}'s, in folders: {@code run}, killed at random moments and started again, leaves what a run that was never disturbed leaves. */
@Tag("full")
class KillIT {

    private static final int EARLIEST_MS = 3_000;

    static IntStream kills() {
        return IntStream.range(0, Integer.getInteger("millwright.kills", 10));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void a_run_that_was_killed_and_started_again_leaves_the_same_tables_and_figures(int kill) throws Exception {
        long undisturbedMs = Math.round(1000 * SmallFleet.secondsOfUndisturbedRun());
        Path out = SmallFleet.fresh("killed-" + kill);
        long moment = EARLIEST_MS + new Random(kill).nextLong(Math.max(1, undisturbedMs));
        while (!Child.java(out.resolveSibling("killed-" + kill + "-first.txt"), "run", out)
                .killedAfter(moment)) {
            // A machine with less to do is quicker than when it ran undisturbed.
            moment = EARLIEST_MS + (moment - EARLIEST_MS) * 3 / 4;
            SmallFleet.fresh("killed-" + kill);
        }

        Child.requireDone(Child.java(out.resolveSibling("killed-" + kill + "-again.txt"), "run", out));

        SmallFleet.requireSame(out);
    }
}
