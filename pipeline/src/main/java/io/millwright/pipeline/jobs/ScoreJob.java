package io.millwright.pipeline.jobs;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.score.ScoreReport;
import java.io.IOException;
import java.nio.file.Files;

/** {@code score}: the champion over the fleet, and the work list. */
public final class ScoreJob {

    /** The work list as a terminal shows it, beside {@code worklist.csv}. */
    public static final String SCREEN = "worklist.txt";

    private ScoreJob() {}

    public static void main(String[] args) {
        Main.main("score", args);
    }

    /** Scores at the end of the interval, else at the end of the data. */
    public static Outcome run(JobContext context) {
        ScoreReport report = io.millwright.pipeline.score.ScoreJob.run(
                context, context.interval().map(Interval::to));
        try {
            Files.writeString(context.out().resolve(SCREEN), report.table());
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the work list cannot be written to " + context.out() + "; free some space or give another --out",
                    e);
        }
        return Outcome.of(report.summary(), "worklist.csv");
    }
}
