package io.millwright.pipeline;

import io.millwright.etl.UnreadLanding;
import io.millwright.features.FeatureEngine;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * {@code plan}: what {@code run} would do, on which data, writing what. Writes nothing, and starts no Spark unless there is a table of
 * what is known now to be brought up to date.
 */
final class PlanCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    @Mixin
    private JobOptions options = new JobOptions();

    private final Map<String, String> environment;
    private final Console console;

    private PlanCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new PlanCommand(environment, console)),
                "What run would do, on which data, writing what; does nothing.",
                "./millwright plan --config pipeline.yaml",
                "./millwright plan --config pipeline.yaml --from 2025-01-01 --to 2025-02-01");
    }

    @Override
    public Integer call() {
        return Attempt.at("plan", console, this::plan);
    }

    private int plan(Attempt attempt) throws IOException {
        try (Workplace place = Workplace.open(options, environment)) {
            place.fetch();
            PipelineConfig config = place.config();
            Lake.requireReadable(config.lakePath(), JobSession.hadoop(config));
            boolean rewrites = config.features().asCorrected() && Files.isDirectory(Path.of(config.outPath()));
            if (rewrites) {
                attempt.logIn(Path.of(config.outPath()), place.results());
            }
            plan(place);
            if (rewrites) {
                rewrites(config);
            }
        }
        return 0;
    }

    private void rewrites(PipelineConfig config) throws IOException {
        if (TableVersions.of(config.lakePath(), JobSession.hadoop(config))
                .all()
                .containsKey(FeatureGroups.TIME_DOMAIN_CORRECTED)) {
            Lake lake = Lake.open(JobSession.open(config), config.lakePath(), options.runId("plan", config.hash()));
            long unread = UnreadLanding.files(lake, config, JobSession.hadoop(config));
            FeatureEngine.rewrites(lake, config, options.interval())
                    .ifPresent(rewrites -> new RewriteScreen(console).print(rewrites, unread));
        }
    }

    private void plan(Workplace place) throws IOException {
        PipelineConfig config = place.config();
        console.line("run " + options.runId("run", config.hash()) + " of " + config.file() + ", "
                + options.interval().map(PlanCommand::text).orElse("all data"));
        options.interval().flatMap(any -> Stages.notNarrowed(Stages.RUN)).ifPresent(console::line);
        landing(config);
        stages(config);
        places(place);
    }

    private static String text(Interval interval) {
        return "arrived in [" + interval.from() + ", " + interval.to() + "), then the same interval of event time";
    }

    private void landing(PipelineConfig config) {
        console.line("");
        console.line("Landing files");
        for (LandingFiles source : LandingFiles.of(config, JobSession.hadoop(config))) {
            console.line(String.format(
                    Locale.ROOT,
                    "  %-16s %-14s %5d files %9.1f MB  %s",
                    source.source().name(),
                    source.source().kind().name().toLowerCase(Locale.ROOT),
                    source.count(),
                    source.bytes() / MEGABYTE,
                    source.source().path()));
        }
    }

    private void stages(PipelineConfig config) throws IOException {
        TableVersions now = TableVersions.of(config.lakePath(), JobSession.hadoop(config));
        console.line("");
        console.line("Jobs, in order");
        for (Stage stage : Stage.wanted(Stages.RUN, config)) {
            console.line(String.format(Locale.ROOT, "  %-9s %s", stage.name(), stage.purpose()));
            console.line("            reads  " + String.join(", ", stage.reads()));
            console.line("            writes " + String.join(", ", withVersions(stage.writes(), now)));
        }
    }

    private static List<String> withVersions(List<String> names, TableVersions now) {
        return names.stream()
                .map(name -> now.all().containsKey(name)
                        ? name + " (now at version " + now.all().get(name) + ")"
                        : name)
                .toList();
    }

    private void places(Workplace place) {
        console.line("");
        console.line("Places");
        console.line("  lake      " + place.config().lakePath());
        console.line("  registry  " + Outside.registryName(place.config()));
        console.line("  results   " + place.results());
    }
}
