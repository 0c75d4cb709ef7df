package io.millwright.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code run} as the launcher starts it, in folders, killed and started again, leaves what a run that was never disturbed leaves. */
class KillIT {

    private static final int EARLIEST_MS = 3_000;

    @Test
    void a_run_that_was_killed_twice_leaves_the_same_tables_and_figures() throws Exception {
        SmallFleet.generated();
        // Beside it: one run alone does not keep two cores busy.
        Future<Path> undisturbed = CompletableFuture.supplyAsync(KillIT::undisturbed);
        Path out = SmallFleet.fresh("killed");
        Random random = new Random(Long.getLong("millwright.seed", 1));

        run(out, "first").killIn("features", random);
        run(out, "second").killIn("train", random);
        Child.requireDone(run(out, "third"));

        undisturbed.get();
        SmallFleet.requireSame(out);
    }

    static IntStream kills() {
        return IntStream.range(0, Integer.getInteger("millwright.kills", 10));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("kills")
    void at_whatever_moment_it_was_killed(int kill) throws Exception {
        long undisturbedMs = Math.round(1000 * SmallFleet.secondsOfUndisturbedRun());
        Path out = SmallFleet.fresh("killed-" + kill);
        long moment = EARLIEST_MS + new Random(kill).nextLong(Math.max(1, undisturbedMs));
        while (!run(out, "first").killedAfter(moment)) {
            // A machine with less to do is quicker than when it ran undisturbed.
            moment = EARLIEST_MS + (moment - EARLIEST_MS) * 3 / 4;
            SmallFleet.fresh("killed-" + kill);
        }

        Child.requireDone(run(out, "again"));

        SmallFleet.requireSame(out);
    }

    private static Child run(Path out, String time) throws IOException {
        return Child.java(out.resolveSibling(out.getFileName() + "-" + time + ".txt"), "run", out);
    }

    private static Path undisturbed() {
        try {
            return SmallFleet.undisturbed();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
