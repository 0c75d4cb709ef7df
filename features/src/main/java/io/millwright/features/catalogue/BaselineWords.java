package io.millwright.features.catalogue;

import io.millwright.lake.config.FeatureSpec.Baseline;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Span;

/** What definitions call the machine's own baseline: with its length, so that another baseline is another definition. */
final class BaselineWords {

    private static final String BASELINE = "the machine's own baseline";

    private BaselineWords() {}

    static String of(PipelineConfig config) {
        return config.features()
                .baseline()
                .map(baseline -> of(
                        Span.shortName(baseline.length(), config.timeAxis()),
                        baseline.from() == Baseline.From.TRAILING))
                .orElse(BASELINE);
    }

    static String of(String length, boolean trailing) {
        return BASELINE + " ("
                + (trailing ? "the " + length + " that end " + length + " before as_of" : "its first " + length) + ")";
    }
}
