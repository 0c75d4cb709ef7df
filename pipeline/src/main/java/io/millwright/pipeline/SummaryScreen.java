package io.millwright.pipeline;

import io.millwright.lake.config.Place;
import io.millwright.pipeline.jobs.ExportFeaturesJob;
import io.millwright.pipeline.jobs.ScoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The one screen at the end: the work list, rows, seconds per stage, where the results are, what to do next. */
final class SummaryScreen {

    private static final List<String> RESULTS = List.of(
            "worklist.csv",
            "report.html",
            "metrics.json",
            "check.json",
            "quality.json",
            "model-card.html",
            "graded.json",
            "anomalies.html",
            "audit.json");
    private static final Map<String, String> SCREENS = Map.of(
            "run",
            ScoreJob.SCREEN,
            "demo",
            ScoreJob.SCREEN,
            "score",
            ScoreJob.SCREEN,
            "audit",
            "audit.txt",
            "export-features",
            ExportFeaturesJob.SCREEN);

    private final Console console;
    private final Path out;
    private final String place;

    /**
     * Of a job.
     *
     * @param out where its results are on this machine
     * @param place where a person looks for them
     */
    SummaryScreen(Console console, Path out, String place) {
        this.console = console;
        this.out = out;
        this.place = place;
    }

    void print(String job, List<Stage> stages, List<RunLedger.Done> done) throws IOException {
        if (SCREENS.containsKey(job) && Files.exists(out.resolve(SCREENS.get(job)))) {
            console.line("");
            console.line(Files.readString(out.resolve(SCREENS.get(job))).stripTrailing());
        }
        if (stages.size() > 1) {
            console.line("");
            console.line(String.format(Locale.ROOT, "%-16s %7s  %s", "stage", "seconds", "what came out"));
            done.forEach(stage -> console.line(
                    String.format(Locale.ROOT, "%-16s %7.1f  %s", stage.stage(), stage.seconds(), stage.did())));
            console.line(String.format(
                    Locale.ROOT,
                    "%-16s %7.1f",
                    "all",
                    done.stream().mapToDouble(RunLedger.Done::seconds).sum()));
        }
        console.line("");
        console.line("Results in "
                + (Place.isUrl(place) ? place : out.toAbsolutePath().normalize()));
        RESULTS.stream()
                .filter(name -> Files.exists(out.resolve(name)))
                .forEach(name -> console.line("  " + Place.below(place, name)));
        console.line("Next: " + stages.get(stages.size() - 1).next());
    }
}
