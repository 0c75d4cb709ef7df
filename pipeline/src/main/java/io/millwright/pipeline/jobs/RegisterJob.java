package io.millwright.pipeline.jobs;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;

/** {@code register}: the model, its card, and whether it becomes champion. */
public final class RegisterJob {

    private RegisterJob() {}

    public static void main(String[] args) {
        Main.main("register", args);
    }

    public static Outcome run(JobContext context) {
        var report = io.millwright.pipeline.evaluate.RegisterJob.run(context);
        return Outcome.of(report.summary(), "model-card.json", "model-card.html");
    }
}
