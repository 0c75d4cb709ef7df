package io.millwright.pipeline.jobs;

import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.evaluate.AnomalyFigures;
import io.millwright.pipeline.evaluate.AnomalyJudge;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.evaluate.TestLooks;
import io.millwright.pipeline.report.AnomalyPage;
import io.millwright.training.AnomalyDetection;
import io.millwright.training.DetectionReport;
import io.millwright.training.KeptDetectors;
import io.millwright.training.UnusualNow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code detect}: what is unusual, told without labels. */
public final class DetectJob {

    private DetectJob() {}

    public static void main(String[] args) {
        Main.main("detect", args);
    }

    /**
     * Detects, and where there are failure targets holds the alerts of tests against the failures, which is a look at these tests.
     *
     * @param lookAgain why used tests are looked at again with another configuration; empty for a first look
     */
    public static Outcome run(JobContext context, Optional<String> lookAgain) {
        AnomalyDetection detection = AnomalyDetection.of(context.lake(), context.config(), context.progress());
        Optional<TestLooks> asked = context.config().targets().failures().isEmpty()
                ? Optional.empty()
                : Optional.of(TestLooks.ask(context.lake(), context.config(), detection.tests(), lookAgain));
        DetectionReport report = detection.run(context.outside().detectors(), context.progress());
        context.progress().step("judging the alerts");
        TargetSpec.Anomaly wanted = context.config().targets().anomaly().orElseThrow();
        AnomalyFigures figures = AnomalyJudge.figures(
                        context.lake(), context.config(), wanted, report.indicators(), asked.map(TestLooks::take))
                .madeBy(report.madeBy());
        ResultFiles.write(context.out().resolve("anomalies.json"), figures);
        AnomalyPage.write(
                context.out().resolve("anomalies.html"), context.lake(), context.config(), figures, report.now());
        return Outcome.of(summary(report, figures), "anomalies.html", "anomalies.json");
    }

    private static String summary(DetectionReport report, AnomalyFigures figures) {
        AnomalyFigures.Voice all = figures.voices().get(0);
        List<AnomalyFigures.Alert> alerts = figures.alerts();
        String last = alerts.isEmpty()
                ? ""
                : "; the last of machine " + alerts.get(alerts.size() - 1).equipmentId() + " at "
                        + alerts.get(alerts.size() - 1).at();
        String foretold = all.events() == 0
                ? ""
                : String.format(Locale.ROOT, "; %d of %d failures foretold", all.detected(), all.events())
                        + figures.beside();
        return String.format(
                        Locale.ROOT,
                        "%d detectors on %d indicators, %,d test rows: %d alerts, %.2f per machine-week",
                        report.detectors().size(),
                        report.indicators().size(),
                        report.rows(),
                        all.alerts(),
                        all.alertsPerMachineWeek())
                + foretold
                + last
                + now(report.now())
                + madeBy(report.madeBy())
                + untrained(report.untrained());
    }

    private static String now(List<UnusualNow.Machine> machines) {
        return machines.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; now %,d of %,d machines are unusual",
                        machines.stream().filter(UnusualNow.Machine::unusual).count(),
                        machines.size());
    }

    private static String madeBy(Optional<KeptDetectors.Version> detectors) {
        return detectors.map(kept -> " (detectors " + kept.version() + ")").orElse("");
    }

    private static String untrained(List<String> machines) {
        return machines.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d machines have no model of their own, among them %s, see the table group_models",
                        machines.size(),
                        machines.get(0));
    }
}
