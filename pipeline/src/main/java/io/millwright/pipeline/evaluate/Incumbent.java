package io.millwright.pipeline.evaluate;

import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The registered champion a challenger is held against. */
record Incumbent(ModelPackage model) {

    static final String METRICS = "metrics.json";

    /**
     * Empty where the registry has no champion. A champion this very run registered earlier does not stand in its own way: what it
     * replaced counts, so that a run made again decides as it did.
     *
     * @param lookKey what this run was trained on and by, see {@link Metrics.Looks#key}
     */
    static Optional<Incumbent> of(ModelRegistry registry, String lookKey) {
        return registry.champion().flatMap(champion -> {
            Optional<Metrics> own = metrics(registry, champion)
                    .filter(metrics -> metrics.looks().key().equals(lookKey));
            return own.isPresent()
                    ? own.flatMap(metrics ->
                                    Optional.ofNullable(metrics.champion().incumbentVersion()))
                            .map(registry::load)
                            .map(Incumbent::new)
                    : Optional.of(new Incumbent(registry.load(champion.version())));
        });
    }

    String candidate() {
        return model.manifest().candidate();
    }

    String version() {
        return model.version();
    }

    /** Said where a run has nothing that it could be compared by. */
    String notHeldAgainst() {
        return "the champion there is, version " + version() + " (" + candidate()
                + "), was not held against it: models of remaining life are not compared with one another, so a person decides, with"
                + " ./millwright models";
    }

    private static Optional<Metrics> metrics(ModelRegistry registry, ModelVersion version) {
        ModelPackage model = registry.load(version.version());
        return model.has(METRICS)
                ? Optional.of(ResultFiles.parse(
                        new String(model.file(METRICS), StandardCharsets.UTF_8),
                        Metrics.class,
                        "version " + version.version()))
                : Optional.empty();
    }
}
