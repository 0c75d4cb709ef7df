package io.millwright.pipeline.report;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.nio.file.Path;
import java.util.Locale;

/** Writes {@code feature-NAME.html}: what one feature means, and its values as plots. */
public final class FeaturePage {

    private FeaturePage() {}

    /** What stands in the page. */
    record Data(String title, String source, String axis, String currency, FeatureFacts facts) {}

    /** Returns the file written. */
    public static Path write(Path out, PipelineConfig config, FeatureFacts facts) {
        Path file = out.resolve("feature-" + facts.definition().name() + ".html");
        ResultFiles.writeText(
                file,
                ReportPage.html(new Data(
                        facts.definition().name(),
                        Path.of(config.file()).getFileName().toString(),
                        config.timeAxis().name().toLowerCase(Locale.ROOT),
                        config.costs().currency(),
                        facts)));
        return file;
    }
}
