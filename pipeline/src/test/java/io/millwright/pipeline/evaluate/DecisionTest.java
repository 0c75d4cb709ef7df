package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.Promotion;
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
    }

    @Test
    void an_objection_stands_whoever_promotes() {
        for (Promotion promotion : Promotion.values()) {
            Metrics.Champion decided = decided(promotion, List.of(MISCOVERS));

            assertThat(decided.promoted()).isFalse();
            assertThat(decided.reasons()).containsExactly(MISCOVERS);
        }
    }

    private static Metrics.Champion decided(Promotion promotion, List<String> objections) {
        EvaluationDetail.Rul detail = new EvaluationDetail.Rul(
                List.of(figures("xgboost", 12), figures("constant", 40)), Map.of(), List.of(), Map.of(), List.of());
        return new Decision(promotion, Optional.empty(), Optional.empty())
                .champion(
                        Optional.empty(),
                        Optional.of(new RulTrial.Verdict(figures("xgboost", 12), detail, objections)));
    }

    private static Metrics.Rul figures(String candidate, double rmse) {
        Estimate none = Estimate.undefined();
        Estimate error = new Estimate(rmse, rmse - 1, rmse + 1, 100);
        return new Metrics.Rul(
                "cycles", 100, candidate, error, error, 125, none, none, "cycles", none, none, none, 0.9, none, none,
                null);
    }
}
