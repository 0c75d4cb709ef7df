package io.millwright.pipeline.jobs;

import io.millwright.etl.Ingest;
import io.millwright.etl.IngestReport;
import io.millwright.etl.LeftBehind;
import io.millwright.lake.Interval;
import io.millwright.lake.watch.Figure;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import java.util.List;
import java.util.Locale;

/** {@code ingest}: landing files to clean tables. */
public final class IngestJob {

    private IngestJob() {}

    public static void main(String[] args) {
        Main.main("ingest", args);
    }

    /** The interval is of arrival time. */
    public static Outcome run(JobContext context) {
        IngestReport report = Ingest.run(context.lake(), context.config(), context.interval(), context.progress());
        context.outside()
                .publish(List.of(
                        Figure.count("rows_in", report.rowsIn()),
                        Figure.count("rows_clean", report.rowsClean()),
                        Figure.count("rows_quarantined", report.rowsQuarantined()),
                        Figure.count("duplicates_merged", report.duplicatesMerged()),
                        Figure.count("records_missed", report.missed().records())));
        return Outcome.of(String.format(
                Locale.ROOT,
                "%,d rows in = %,d clean + %,d quarantined + %,d duplicates merged%s%s%s",
                report.rowsIn(),
                report.rowsClean(),
                report.rowsQuarantined(),
                report.duplicatesMerged(),
                keptBefore(report),
                left("MISSED", report.missed(), "known before the interval and in no ingest"),
                left("Not taken", report.history(), "older than what the lake has")));
    }

    private static String keptBefore(IngestReport report) {
        return report.kept() == 0
                ? ""
                : "; " + report.kept() + " of " + report.slices()
                        + " slices were written before the ingest was stopped";
    }

    /** Which records of before the interval are in no ingest, and the command that takes them. */
    private static String left(String word, LeftBehind left, String why) {
        if (left.isNone()) {
            return "";
        }
        Interval interval = left.interval();
        return String.format(
                Locale.ROOT,
                "; %s: %,d records of %s%s, %s; ingest --from %s --to %s takes them",
                word,
                left.records(),
                String.join(", ", left.sources()),
                left.files() == 0
                        ? ""
                        : String.format(Locale.ROOT, " (files of readings or waveforms: %,d)", left.files()),
                why,
                interval.from(),
                interval.to());
    }
}
