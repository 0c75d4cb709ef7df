package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Promotion;
import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model of remaining life that is better than a constant, with and without an objection. */
final class DecisionTest {

    private static final String MISCOVERS = "the intervals hold the truth in 0.6 of cases";

    @Test
    void a_model_without_objection_is_promoted_where_that_is_configured_and_else_waits_for_a_person() {
        Metrics.Champion automatic = decided(Promotion.AUTOMATIC, List.of());
        Metrics.Champion manual = decided(Promotion.MANUAL, List.of());

        assertThat(automatic.promoted()).isTrue();
        assertThat(automatic.reasons()).isEmpty();
        assertThat(automatic.incumbent()).isEqualTo("constant");
        assertThat(manual.promoted()).isFalse();
        assertThat(manual.reasons()).singleElement().asString().contains("registry.promotion is manual");
        assertThat(Waiting.waits(manual)).isTrue();
        assertThat(Waiting.waits(automatic)).isFalse();
    }

    @Test
    void an_objection_stands_whoever_promotes() {
        for (Promotion promotion : Promotion.values()) {
            Metrics.Champion decided = decided(promotion, List.of(MISCOVERS));

            assertThat(decided.promoted()).isFalse();
            assertThat(decided.reasons()).containsExactly(MISCOVERS);
            assertThat(Waiting.waits(decided)).isFalse();
        }
    }

    /** Its alerts or its lives would be gone without anybody having compared them. */
    @Test
    void a_champion_that_a_life_was_not_held_against_keeps_its_place_until_a_person_decides() {
        Metrics.Champion decided = decided(Promotion.AUTOMATIC, List.of(), Optional.of(registered("3")));

        assertThat(decided.promoted()).isFalse();
        assertThat(decided.incumbentVersion()).isEqualTo("3");
        assertThat(decided.reasons()).singleElement().asString().contains("version 3", "was not held against");
    }

    private static Incumbent registered(String version) {
        PipelineConfig config = PipelineFile.read(
                Path.of("../examples/cmapss-fd001.yaml"), Map.of("MILLWRIGHT_DATA", "/data"), Optional.empty());
        Manifest manifest = new Manifest(
                "xgboost",
                "run",
                TrainingSpec.of(config),
                Map.of(),
                "",
                "",
                0,
                List.of(),
                List.of(),
                Map.of(),
                "",
                "",
                "",
                Map.of(),
                Map.of());
        return new Incumbent(new ModelPackage(Path.of("registry"), version, manifest));
    }

    private static Metrics.Champion decided(Promotion promotion, List<String> objections) {
        return decided(promotion, objections, Optional.empty());
    }

    private static Metrics.Champion decided(
            Promotion promotion, List<String> objections, Optional<Incumbent> incumbent) {
        EvaluationDetail.Rul detail = new EvaluationDetail.Rul(
                List.of(figures("xgboost", 12), figures("constant", 40)), Map.of(), List.of(), Map.of(), List.of());
        return new Decision(promotion, incumbent, Optional.empty())
                .champion(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RulTrial.Verdict(figures("xgboost", 12), detail, objections)));
    }

    private static Metrics.Rul figures(String candidate, double rmse) {
        Estimate none = Estimate.undefined();
        Estimate error = new Estimate(rmse, rmse - 1, rmse + 1, 100);
        return new Metrics.Rul(
                "cycles", 100, candidate, error, error, 125, none, none, "cycles", none, none, none, 0.9, none, none,
                null, null, null, null, null);
    }
}
