package io.millwright.pipeline.evaluate;

import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Models that wait for a person and for nothing else: the promotion rule found nothing against them, and {@code registry.promotion} is
 * manual.
 */
public final class Waiting {

    private static final String NO_OBJECTION = "the promotion rule has no objection";

    /** Why such a model was not promoted; the beginning is how its package tells later. */
    static final List<String> REASONS = List.of(
            NO_OBJECTION + ", but registry.promotion is manual: approve it with ./millwright models approve, then"
                    + " ./millwright promote");

    private Waiting() {}

    static boolean waits(Metrics.Champion decided) {
        return !decided.promoted()
                && !decided.reasons().isEmpty()
                && decided.reasons().stream().allMatch(reason -> reason.startsWith(NO_OBJECTION));
    }

    /** By the figures a package was registered with; false for one that has none. */
    public static boolean waits(ModelPackage model) {
        return model.has(Incumbent.METRICS)
                && waits(ResultFiles.parse(
                                new String(model.file(Incumbent.METRICS), StandardCharsets.UTF_8),
                                Metrics.class,
                                "version " + model.version())
                        .champion());
    }
}
