package io.millwright.pipeline.jobs;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.watch.Figure;
import io.millwright.lake.watch.Notice;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.quality.Gate;
import io.millwright.quality.GateReport;
import io.millwright.quality.RuleResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code check}: the quality gate. */
public final class CheckJob {

    private static final String FILE = "check.json";

    private CheckJob() {}

    public static void main(String[] args) {
        Main.main("check", args);
    }

    /**
     * Checks the rules beside the tables, and writes {@code check.json}.
     *
     * @throws MillwrightException category DATA where the gate failed, after the results are kept
     */
    public static Outcome run(JobContext context) {
        GateReport report = Gate.judge(context.lake(), context.config(), EventSpan.of(context), context.progress());
        ResultFiles.write(context.out().resolve(FILE), report.json());
        context.outside().publish(figures(report));
        report.remarks().forEach(context.progress()::remark);
        requirePassed(report, context.outside());
        return Outcome.of(
                report.count("passed") + " rules passed, "
                        + report.warnings().size() + " failed without stopping, "
                        + report.notRunnable().size() + " could not be judged",
                FILE);
    }

    private static List<Figure> figures(GateReport report) {
        return List.of(
                Figure.count("rules_passed", report.count("passed")),
                Figure.count("rules_failed", report.count("failed")),
                Figure.count("rules_not_runnable", report.notRunnable().size()),
                Figure.count("gate_failures", report.gateFailures().size()));
    }

    private static void requirePassed(GateReport report, Outside outside) {
        try {
            report.requirePassed();
        } catch (MillwrightException e) {
            outside.tell(new Notice(
                    Notice.Kind.GATE_FAILED,
                    Notice.Severity.CRITICAL,
                    "the quality gate failed: " + report.gateFailures().size() + " rules",
                    e.getMessage(),
                    Map.of(
                            "rules_failed",
                                    Integer.toString(report.gateFailures().size()),
                            "tables", tables(report))));
            throw e;
        }
    }

    private static String tables(GateReport report) {
        return report.gateFailures().stream().map(RuleResult::table).distinct().collect(Collectors.joining(" "));
    }
}
