package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.ClusterBootstrap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FamilyImportanceTest {

    private static final Map<String, Double> WHOLE = Map.of("heat", 4.0, "load", 3.0, "noise", 2.0, "speed", 1.0);
    private static final Map<String, Double> OTHER = Map.of("heat", 4.0, "load", 3.0, "noise", 1.0, "speed", 2.0);

    @Test
    void families_stand_with_their_share_and_how_far_models_without_some_machines_name_the_same_three() {
        Metrics.Importance importance =
                FamilyImportance.of("xgboost", List.of(WHOLE, WHOLE, OTHER), new ClusterBootstrap(200, 1));

        assertThat(importance.shareByFamily())
                .containsExactly(
                        Map.entry("heat", 0.4),
                        Map.entry("load", 0.3),
                        Map.entry("noise", 0.2),
                        Map.entry("speed", 0.1));
        assertThat(importance.top()).containsExactly("heat", "load", "noise");
        assertThat(importance.fittedAgain()).isEqualTo(2);
        assertThat(importance.topOverlap().value())
                .as("all three, and two of four")
                .isEqualTo((1 + 0.5) / 2);
        assertThat(importance.topOverlap().low()).isEqualTo(0.5);
    }

    @Test
    void a_model_that_was_not_fitted_again_has_no_overlap() {
        assertThat(FamilyImportance.of("xgboost", List.of(WHOLE), new ClusterBootstrap(200, 1))
                        .topOverlap()
                        .isDefined())
                .isFalse();
    }
}
