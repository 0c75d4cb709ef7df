package io.millwright.pipeline.jobs;

import io.millwright.lake.Interval;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.score.FleetScoring;
import io.millwright.pipeline.score.ScoreReport;

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
        ScoreReport report = FleetScoring.run(context, context.interval().map(Interval::to));
        ResultFiles.writeText(context.out().resolve(SCREEN), report.table());
        return Outcome.of(report.summary(), "worklist.csv").telling(report.notice());
    }
}
