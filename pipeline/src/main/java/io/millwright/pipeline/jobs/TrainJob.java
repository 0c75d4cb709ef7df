package io.millwright.pipeline.jobs;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.training.Training;
import io.millwright.training.TrainingReport;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code train}: every candidate on every fold, and the final models. */
public final class TrainJob {

    private static final double SECONDS_WORTH_TELLING = 20;

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
                        report.features())
                + longest(report));
    }

    /** What took minutes, longest first; nothing on a small fleet. */
    private static String longest(TrainingReport report) {
        String fits = report.secondsByCandidate().entrySet().stream()
                .filter(fit -> fit.getValue() >= SECONDS_WORTH_TELLING)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(fit -> String.format(Locale.ROOT, "%s %.0f s", fit.getKey(), fit.getValue()))
                .collect(Collectors.joining(", "));
        return fits.isEmpty() ? "" : "; fits summed over threads: " + fits;
    }
}
