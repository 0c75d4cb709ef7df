package io.millwright.aws;

import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.Hashes;
import io.millwright.training.registry.Manifest;
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
        return new Manifest(
                "xgboost",
                "run",
                new TrainingSpec(
                        "hash",
                        TimeAxis.CLOCK,
                        List.of(new TrainingSpec.Target("t", 3_600_000, 0, true)),
                        0,
                        0.9,
                        List.of("xgboost"),
                        3,
                        1,
                        SplitSpec.Kind.TIME,
                        2,
                        0.5,
                        List.of(),
                        "",
                        "",
                        0,
                        List.of(),
                        0),
                Map.of(),
                "",
                "",
                0,
                List.of(),
                List.of(1L),
                Map.of(),
                "",
                "",
                Hashes.sha256(model),
                Map.of());
    }
}
