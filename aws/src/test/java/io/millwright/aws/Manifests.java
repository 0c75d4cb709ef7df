package io.millwright.aws;

import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelRegistryContract;
import java.util.List;
import java.util.Map;

/** Manifests of the tests. */
final class Manifests {

    private Manifests() {}

    /**
     * Of an XGBoost model of one failure target, {@code t}.
     *
     * @param model its files by their path
     */
    static Manifest of(Map<String, byte[]> model) {
        return of(model, true);
    }

    /** The same where the target is nobody's headline, so that the remaining life decides. */
    static Manifest ofRemainingLife(Map<String, byte[]> model) {
        return of(model, false);
    }

    private static Manifest of(Map<String, byte[]> model, boolean headline) {
        return new Manifest(
                "xgboost",
                "run",
                ModelRegistryContract.spec("xgboost", new TrainingSpec.Target("t", 3_600_000, 0, headline)),
                Map.of(),
                "",
                "",
                0,
                List.of(),
                List.of(1L),
                Map.of(),
                "",
                "",
                "",
                Hashes.sha256(model),
                Map.of());
    }
}
