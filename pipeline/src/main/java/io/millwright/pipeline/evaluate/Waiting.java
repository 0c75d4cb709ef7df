package io.millwright.pipeline.evaluate;

import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

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
        return decided(model).filter(Waiting::waits).isPresent();
    }

    /** What the promotion rule has against a package, by the figures it was registered with: sentences without their full stop. */
    public static List<String> objections(ModelPackage model) {
        return decided(model)
                .filter(champion -> !champion.promoted() && !waits(champion))
                .map(Metrics.Champion::reasons)
                .orElse(List.of());
    }

    private static Optional<Metrics.Champion> decided(ModelPackage model) {
        return model.has(Incumbent.METRICS)
                ? Optional.of(ResultFiles.parse(
                                new String(model.file(Incumbent.METRICS), StandardCharsets.UTF_8),
                                Metrics.class,
                                "version " + model.version())
                        .champion())
                : Optional.empty();
    }
}
