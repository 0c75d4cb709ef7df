package io.millwright.pipeline;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.report.FeatureFacts;
import io.millwright.pipeline.report.FeaturePage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code features explain}: what a feature means, how it is computed, from what, and what its values look like. */
final class ExplainFeatureCommand implements Callable<Integer> {

    static final String NAME = "features explain";
    private static final int BAR = 40;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "a feature of the catalogue, for example current__24h__mean; a part of a name lists those that have it")
    private String name = "";

    @Mixin
    private JobOptions options = new JobOptions();

    private final Map<String, String> environment;
    private final Console console;

    private ExplainFeatureCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new ExplainFeatureCommand(environment, console)),
                "What a feature means, how it is computed, from what, and what its values look like; draws a page.",
                "./millwright features explain current__24h__mean --config demo/pipeline.yaml --out demo",
                "./millwright features explain current --config demo/pipeline.yaml --out demo");
    }

    @Override
    public Integer call() {
        return Attempt.at(NAME, console, this::explain);
    }

    private int explain(Attempt attempt) {
        try (Workplace place = Workplace.open(options, environment)) {
            explain(attempt, place);
        }
        return 0;
    }

    private void explain(Attempt attempt, Workplace place) {
        PipelineConfig config = place.config();
        Path out = OutFolder.ready(config.outPath());
        attempt.logIn(out);
        FeatureFacts facts;
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            progress.stageStarts("reading the catalogue", 1, 1);
            Lake lake = Lake.open(JobSession.open(config), config.lakePath(), options.runId(NAME, config.hash()));
            facts = FeatureFacts.of(lake, config, name);
        }
        Path page = FeaturePage.write(out, config, facts);
        print(facts);
        console.line("");
        place.publish();
        console.line("The page: " + place.results() + "/" + out.relativize(page));
    }

    private void print(FeatureFacts facts) {
        FeatureFacts.Definition feature = facts.definition();
        line("feature", feature.name());
        line("means", feature.definition());
        line("unit", feature.unit().isEmpty() ? "a pure number" : feature.unit());
        line("window", feature.window().isEmpty() ? "none" : feature.window() + " before as_of, [as_of - w, as_of)");
        line("table", feature.group() + ", definition version " + feature.version());
        line("from", feature.inputs());
        facts.sources().forEach(source -> line("", source.name() + ": " + source.path() + source.column()));
        if (!feature.reason().isEmpty()) {
            line("never", feature.reason());
            return;
        }
        FeatureFacts.Values values = facts.values();
        line("rows", String.format(Locale.ROOT, "%,d, %,d of them known", values.rows(), values.known()));
        line(
                "median",
                String.format(
                        Locale.ROOT, "%.4g, middle half %.4g to %.4g", values.median(), values.q25(), values.q75()));
        line("range", String.format(Locale.ROOT, "%.4g to %.4g", values.least(), values.greatest()));
        long most = facts.histogram().stream()
                .mapToLong(FeatureFacts.Bin::rows)
                .max()
                .orElse(1);
        for (FeatureFacts.Bin bin : facts.histogram()) {
            console.line(String.format(
                    Locale.ROOT,
                    "  %12.4g %s %,d",
                    bin.from(),
                    "#".repeat((int) Math.ceil((double) BAR * bin.rows() / Math.max(1, most))),
                    bin.rows()));
        }
    }

    private void line(String what, String text) {
        console.line(String.format(Locale.ROOT, "  %-8s %s", what, text));
    }
}
