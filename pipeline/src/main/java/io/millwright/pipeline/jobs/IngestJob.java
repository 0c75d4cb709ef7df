package io.millwright.pipeline.jobs;

import io.millwright.etl.Ingest;
import io.millwright.etl.IngestReport;
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
                        Figure.count("duplicates_merged", report.duplicatesMerged())));
        return Outcome.of(String.format(
                Locale.ROOT,
                "%,d rows in = %,d clean + %,d quarantined + %,d duplicates merged%s",
                report.rowsIn(),
                report.rowsClean(),
                report.rowsQuarantined(),
                report.duplicatesMerged(),
                keptBefore(report)));
    }

    private static String keptBefore(IngestReport report) {
        return report.kept() == 0
                ? ""
                : "; " + report.kept() + " of " + report.slices()
                        + " slices were written before the ingest was stopped";
    }
}
