package io.millwright.pipeline.jobs;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.audit.AuditRun;

/** {@code audit}: whether any feature or model knows the future, on this data. */
public final class AuditJob {

    private AuditJob() {}

    public static void main(String[] args) {
        Main.main("audit", args);
    }

    /**
     * Runs every test that applies.
     *
     * @throws MillwrightException category DATA where a test failed, after the results are written
     */
    public static Outcome run(JobContext context) {
        return Outcome.of(AuditRun.run(context).summary(), "audit.json");
    }
}
