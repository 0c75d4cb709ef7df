package io.millwright.pipeline.jobs;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.evaluate.Evaluation;
import io.millwright.pipeline.evaluate.WatchedFigures;
import java.util.Optional;

/** {@code evaluate}: predictions against what happened. */
public final class EvaluateJob {

    private EvaluateJob() {}

    public static void main(String[] args) {
        Main.main("evaluate", args);
    }

    /**
     * Judges every candidate.
     *
     * @param lookAgain why a used test window is looked at again with another model; empty for a first look
     */
    public static Outcome run(JobContext context, Optional<String> lookAgain) {
        var report = Evaluation.run(context, lookAgain);
        context.outside().publish(WatchedFigures.of(report.metrics()));
        return Outcome.of(report.summary(), "metrics.json", "quality.json");
    }
}
