package io.millwright.pipeline.jobs;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.quality.Gate;
import io.millwright.quality.GateReport;

/** {@code check}: the quality gate. */
public final class CheckJob {

    private CheckJob() {}

    public static void main(String[] args) {
        Main.main("check", args);
    }

    /**
     * Checks the rules beside the tables.
     *
     * @throws MillwrightException category DATA where the gate failed, after the results are kept
     */
    public static Outcome run(JobContext context) {
        GateReport report = Gate.check(context.lake(), context.config(), EventSpan.of(context), context.progress());
        return Outcome.of(report.count("passed") + " rules passed, "
                + report.warnings().size() + " failed without stopping, "
                + report.notRunnable().size() + " could not be judged");
    }
}
