package io.millwright.pipeline.jobs;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.training.Training;
import io.millwright.training.TrainingReport;
import java.util.Locale;

/** {@code train}: every candidate on every fold, and the final models. */
public final class TrainJob {

    private TrainJob() {}

    public static void main(String[] args) {
        Main.main("train", args);
    }

    public static Outcome run(JobContext context) {
        TrainingReport report = Training.run(context.lake(), context.config(), context.progress());
        return Outcome.of(String.format(
                Locale.ROOT,
                "%d candidates on %d tests, %,d rows of %,d features",
                report.candidates().size(),
                report.folds(),
                report.rows(),
                report.features()));
    }
}
