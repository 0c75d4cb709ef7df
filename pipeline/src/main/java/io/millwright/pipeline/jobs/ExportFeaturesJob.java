package io.millwright.pipeline.jobs;

import io.millwright.features.store.ExportReport;
import io.millwright.features.store.FeatureExport;
import io.millwright.lake.watch.Figure;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code export-features}: the feature groups to an offline feature store, and what is latest to an online one. */
public final class ExportFeaturesJob {

    /** What went to which group, as a terminal shows it. */
    public static final String SCREEN = "feature-store.txt";

    private ExportFeaturesJob() {}

    public static void main(String[] args) {
        Main.main("export-features", args);
    }

    /** Exports what changed since the last export, whatever the interval: what goes to the store is a whole version of a table. */
    public static Outcome run(JobContext context) {
        ExportReport report =
                FeatureExport.run(context.lake(), context.outside().featureStore(), context.progress());
        context.outside()
                .publish(List.of(
                        Figure.count("feature_rows_exported", report.rows()),
                        Figure.count("feature_records_online", report.online())));
        ResultFiles.writeText(context.out().resolve(SCREEN), table(report));
        ExportedVersions.write(context.out(), report);
        return Outcome.of(did(report));
    }

    private static String did(ExportReport report) {
        String did = report.rows() == 0
                ? "nothing new in " + report.groups().size() + " feature groups"
                : String.format(
                        Locale.ROOT,
                        "%,d rows to %d feature groups, %,d of them about rows that are gone",
                        report.rows(),
                        report.groups().size(),
                        report.gone());
        if (report.online() > 0) {
            did += String.format(Locale.ROOT, "; %,d latest records online", report.online());
        }
        return report.notNumbers() == 0
                ? did
                : did + String.format(Locale.ROOT, "; %,d NaN or infinite values are null there", report.notNumbers());
    }

    private static String table(ExportReport report) {
        return report.groups().stream()
                .map(group -> String.format(
                        Locale.ROOT,
                        "%-32s %,10d rows  %,5d files  version %d of %s%n%-32s %s%n",
                        group.name(),
                        group.rows(),
                        group.files(),
                        group.version(),
                        group.table(),
                        "",
                        group.place()))
                .collect(Collectors.joining());
    }
}
