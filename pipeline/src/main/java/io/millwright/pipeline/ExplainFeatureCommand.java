package io.millwright.pipeline;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Place;
import io.millwright.pipeline.report.FeatureFacts;
import io.millwright.pipeline.report.FeaturePage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code features explain}: what a feature means, how it is computed, from what, and what its values look like. */
final class ExplainFeatureCommand extends WorkplaceCommand {

    static final String NAME = "features explain";
    private static final int BAR = 40;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "a feature of the catalogue, for example current__24h__mean; a part of a name lists those that have it")
    private String name = "";

    private ExplainFeatureCommand(Map<String, String> environment, Console console) {
        super(NAME, environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new ExplainFeatureCommand(environment, console)),
                "What a feature means, how it is computed, from what, and what its values look like; draws a page.",
                "./millwright features explain current__24h__mean --config demo/pipeline.yaml --out demo",
                "./millwright features explain current --config demo/pipeline.yaml --out demo");
    }

    @Override
    void work(Workplace place, Console console) {
        PipelineConfig config = place.config();
        Path out = Path.of(config.outPath());
        FeatureFacts facts;
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            progress.stageStarts("reading the catalogue", 1, 1);
            facts = FeatureFacts.of(lake(place), name);
        }
        Path page = FeaturePage.write(out, config, facts);
        print(facts, console);
        console.line("");
        console.line(
                "The page: " + Place.below(place.results(), out.relativize(page).toString()));
    }

    private static void print(FeatureFacts facts, Console console) {
        FeatureFacts.Definition feature = facts.definition();
        line(console, "feature", feature.name());
        line(console, "means", feature.definition());
        line(console, "unit", feature.unit().isEmpty() ? "a pure number" : feature.unit());
        line(
                console,
                "window",
                feature.window().isEmpty() ? "none" : feature.window() + " before as_of, [as_of - w, as_of)");
        line(console, "table", feature.group() + ", definition version " + feature.version());
        facts.former()
                .forEach(former -> line(
                        console,
                        "",
                        "version " + former.version() + ", values " + former.place() + ": " + former.definition()));
        line(console, "from", feature.inputs());
        facts.sources().forEach(source -> line(console, "", source.name() + ": " + source.path() + source.column()));
        if (!feature.reason().isEmpty()) {
            line(console, "never", feature.reason());
            return;
        }
        if (feature.group().equals(FeatureGroups.FITTED)) {
            line(console, "values", "of each model's own fit, in its package");
            return;
        }
        FeatureFacts.Values values = facts.values();
        line(console, "rows", String.format(Locale.ROOT, "%,d, %,d of them known", values.rows(), values.known()));
        line(
                console,
                "median",
                String.format(
                        Locale.ROOT, "%.4g, middle half %.4g to %.4g", values.median(), values.q25(), values.q75()));
        line(console, "range", String.format(Locale.ROOT, "%.4g to %.4g", values.least(), values.greatest()));
        facts.months()
                .forEach(month -> line(
                        console,
                        month.month(),
                        String.format(
                                Locale.ROOT,
                                "%,d rows, %,d missing, mean %.4g, %.4g to %.4g",
                                month.rows(),
                                month.missing(),
                                month.mean(),
                                month.least(),
                                month.greatest())));
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

    private static void line(Console console, String what, String text) {
        console.line(String.format(Locale.ROOT, "  %-8s %s", what, text));
    }
}
