package io.millwright.pipeline.jobs;

import io.millwright.lake.watch.Notice;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.evaluate.RegisterReport;
import io.millwright.pipeline.evaluate.Registration;
import java.util.Map;

/** {@code register}: the model, its card, and whether it becomes champion. */
public final class RegisterJob {

    private RegisterJob() {}

    public static void main(String[] args) {
        Main.main("register", args);
    }

    public static Outcome run(JobContext context) {
        var report = Registration.run(context);
        context.outside().tell(notice(report));
        return Outcome.of(report.summary(), "model-card.json", "model-card.html", "model-card-sagemaker.json");
    }

    private static Notice notice(RegisterReport report) {
        return report.promoted()
                ? promoted(
                        report.version(), report.candidate(), "It beats what was followed before by the promotion rule")
                : new Notice(
                        Notice.Kind.MODEL_WAITS,
                        Notice.Severity.WARNING,
                        model(report.version(), report.candidate()) + " waits for approval",
                        "It was not promoted: " + String.join("; ", report.reasons())
                                + ". Read its card, then approve or reject it in the registry.",
                        facts(report.version(), report.candidate()));
    }

    /**
     * That a model became champion.
     *
     * @param why a sentence without its full stop
     */
    public static Notice promoted(String version, String candidate, String why) {
        return new Notice(
                Notice.Kind.MODEL_PROMOTED,
                Notice.Severity.INFO,
                model(version, candidate) + " is champion now",
                why + ". The next work list is made with it. Its card says what it was tested on.",
                facts(version, candidate));
    }

    private static String model(String version, String candidate) {
        return "model version " + version + " (" + candidate + ")";
    }

    private static Map<String, String> facts(String version, String candidate) {
        return Map.of("model_version", version, "candidate", candidate);
    }
}
