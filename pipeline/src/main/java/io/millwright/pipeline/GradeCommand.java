package io.millwright.pipeline;

import io.millwright.evaluation.event.EventReport;
import io.millwright.fleet.grade.Bar;
import io.millwright.fleet.grade.FleetGrader;
import io.millwright.fleet.grade.GradedReport;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code grade}: results against the truth of a simulated fleet. Nothing but {@code demo} calls it. */
final class GradeCommand implements Callable<Integer> {

    private static final String HEADLINE = "precision_85";

    @Option(
            names = "--truth",
            required = true,
            paramLabel = "DIR",
            converter = JobOptions.NamedPath.class,
            description = "the truth that generate wrote; once for each --out")
    private List<Path> truths = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            converter = JobOptions.NamedPath.class,
            description =
                    "the output folder of the run; graded.json goes there. Several runs, one --truth and one --out"
                            + " each, are graded as one")
    private List<Path> outs = List.of();

    @Option(
            names = "--pooled",
            paramLabel = "DIR",
            converter = JobOptions.NamedPath.class,
            description = "where the graded.json of several runs goes; needed when there are several")
    private @Nullable Path pooled;

    private final Console console;

    private GradeCommand(Console console) {
        this.console = console;
    }

    static CommandLine of(Console console) {
        return JobCommand.described(
                new CommandLine(new GradeCommand(console)),
                "Results against the truth of a simulated fleet; writes graded.json.",
                "./millwright grade --truth demo/truth --out demo",
                "./millwright grade --truth s1/truth --out s1 --truth s2/truth --out s2 --pooled both");
    }

    /** The last stage of {@code demo}. */
    static Outcome grade(JobContext context) {
        String truth = context.config()
                .landing()
                .simulated()
                .orElseThrow(() -> new IllegalStateException("only a simulated fleet is graded"))
                .truthPath();
        context.progress().step("comparing with the truth");
        List<FleetGrader.Graded> runs =
                List.of(new FleetGrader.Graded("", truth, context.out().toString()));
        GradedReport report = grade(context.spark(), runs, context.out());
        table(report).forEach(context.progress()::step);
        return Outcome.of(judged(report), "graded.json");
    }

    private static GradedReport grade(SparkSession spark, List<FleetGrader.Graded> runs, Path out) {
        try {
            return FleetGrader.gradePooled(spark, runs, out.toString());
        } catch (IOException e) {
            throw MillwrightException.data("nothing was graded: " + e.getMessage(), e);
        }
    }

    /** One line of figures; a fleet that proves nothing is an error, after {@code graded.json} is written. */
    private static String judged(GradedReport report) {
        report.tooEasy().ifPresent(sentence -> {
            throw MillwrightException.data(sentence + "; figures on this fleet prove nothing, see graded.json");
        });
        EventReport model = report.withPrecursor().operatingPoints().get(HEADLINE);
        return String.format(
                Locale.ROOT,
                "%saverage precision %.2f (oracle %.2f, robust z %.2f)",
                model == null
                        ? "no model operating point; "
                        : String.format(
                                Locale.ROOT,
                                "%d of %d failures with a precursor foretold (recall %.2f, precision %.2f), ",
                                model.detected(),
                                model.events(),
                                model.eventRecall().value(),
                                model.eventPrecision().value()),
                report.withPrecursor().averagePrecision().value(),
                report.oracle().averagePrecision().value(),
                report.robustZ().averagePrecision().value());
    }

    /** What is missed of what the fleet is asked for, then every mode and site with enough failures. */
    private static List<String> table(GradedReport report) {
        List<String> lines = new ArrayList<>();
        report.bars().stream().filter(Bar::missed).map(Bar::sentence).forEach(lines::add);
        if (!report.parts().isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-24s %8s %8s %9s %8s %8s  %s",
                    "part",
                    "failures",
                    "recall",
                    "precision",
                    "AP",
                    "FPR",
                    "missed"));
        }
        report.parts().forEach(part -> lines.add(row(part)));
        return lines;
    }

    private static String row(GradedReport.Part part) {
        String missed = part.bars().stream()
                .filter(Bar::missed)
                .map(bar -> bar.figure() + (bar.verdict() == Bar.Verdict.MISSED_BY_ORACLE_TOO ? " (oracle too)" : ""))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%-24s %8d %8.2f %9.2f %8.2f %8.3f  %s",
                part.by() + " " + part.name(),
                part.events().events(),
                part.events().eventRecall().value(),
                part.events().eventPrecision().value(),
                part.averagePrecision().value(),
                part.events().falsePositiveRate().value(),
                missed.isEmpty() ? "nothing" : missed);
    }

    @Override
    public Integer call() {
        return Attempt.at("grade", console, this::grade);
    }

    private int grade(Attempt attempt) {
        List<FleetGrader.Graded> runs = runs();
        Path out = OutFolder.ready((pooled == null ? outs.get(0) : pooled).toString());
        attempt.logIn(out);
        GradedReport report = grade(JobSession.open(), runs, out);
        table(report).forEach(console::line);
        console.line(judged(report));
        console.line("Results in " + out.resolve("graded.json"));
        return 0;
    }

    private List<FleetGrader.Graded> runs() {
        if (truths.size() != outs.size() || (outs.size() > 1 && pooled == null)) {
            throw MillwrightException.configuration("found " + truths.size() + " --truth and " + outs.size()
                    + " --out; give one --truth for each --out, and --pooled where there are several");
        }
        List<FleetGrader.Graded> runs = new ArrayList<>();
        for (int i = 0; i < outs.size(); i++) {
            requireFolder(truths.get(i), "--truth", "the folder generate wrote the truth to");
            requireFolder(outs.get(i), "--out", "the output folder of a run on that fleet");
            String name = outs.size() == 1 ? "" : String.valueOf(outs.get(i).getFileName());
            runs.add(new FleetGrader.Graded(
                    name, truths.get(i).toString(), outs.get(i).toString()));
        }
        return runs;
    }

    private static void requireFolder(Path folder, String option, String meaning) {
        if (!Files.isDirectory(folder)) {
            throw MillwrightException.configuration(
                    "the folder " + folder + " does not exist; give " + meaning + " with " + option);
        }
    }
}
