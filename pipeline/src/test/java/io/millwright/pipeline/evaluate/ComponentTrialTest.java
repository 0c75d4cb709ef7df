package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.pipeline.evaluate.ComponentTrial.Named;
import io.millwright.pipeline.evaluate.ComponentTrial.Said;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComponentTrialTest {

    private static final Instant TEST = Instant.parse("2025-03-01T00:00:00Z");
    private static final ScoredRows NONE = ScoredRows.builder().build();

    private static final List<Named> FAILURES = List.of(
            named(-9, "wear", "bearing"),
            named(-8, "wear", "bearing"),
            named(-7, "wear", "belt"),
            named(-6, "leak", "pump"),
            named(-5, "leak", "pump+belt"),
            named(2, "wear", "belt"),
            named(3, "wear", "belt"));

    @Test
    void the_threshold_is_the_one_of_highest_f1_before_the_test() {
        ScoredRows rows = ScoredRows.builder()
                .add("a", 1, 0.9, Label.POSITIVE)
                .add("a", 2, 0.8, Label.NEGATIVE)
                .add("b", 1, 0.7, Label.POSITIVE)
                .add("b", 2, 0.6, Label.POSITIVE)
                .add("b", 3, 0.6, Label.NEGATIVE)
                .add("b", 5, 0.6, Label.NEGATIVE)
                .add("b", 4, 0.65, Label.UNLABELLED)
                .build();

        assertThat(ComponentTrial.bestThreshold(rows))
                .as("two thirds there and where the three of 0.6 are taken along, which no threshold parts")
                .isEqualTo(0.7);
        assertThat(ComponentTrial.bestThreshold(rows.where(row -> rows.label(row) == Label.NEGATIVE)))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void a_mode_stands_for_the_component_that_failed_in_it_most_often_before_the_test() {
        Metrics.Components components = judged(List.of(
                new Said("a", 1, 0.8, "wear", "bearing"),
                new Said("a", 1, 0.8, "leak+wear", "bearing+pump"),
                new Said("b", 1, 0.2, "wear", ""),
                new Said("b", 1, 0.2, "wear", "pump")));

        assertThat(components.thresholds()).containsEntry(1, 0.5);
        assertThat(components.rowsOfSeveral()).isEqualTo(1);
        assertThat(components.components())
                .extracting(
                        Metrics.OfComponent::component,
                        Metrics.OfComponent::rows,
                        Metrics.OfComponent::said,
                        Metrics.OfComponent::right)
                .containsExactly(tuple("none", 1L, 2L, 1L), tuple("bearing", 2L, 2L, 2L), tuple("pump", 2L, 1L, 1L));
        assertThat(components.macroF1().value()).isCloseTo((2.0 / 3 + 1 + 2.0 / 3) / 3, within(1e-12));
    }

    @Test
    void a_mode_nobody_has_seen_is_no_component_that_failed() {
        Metrics.Components components = judged(List.of(new Said("a", 1, 0.8, "rust", "pump")));

        assertThat(components.components())
                .extracting(Metrics.OfComponent::component)
                .containsExactly("none", "pump", "rust");
        assertThat(components.macroF1().value()).isZero();
    }

    private static Metrics.Components judged(List<Said> rows) {
        TestFold fold = new TestFold(
                1,
                new TimeWindow(TEST.minusSeconds(86_400 * 30), TEST),
                new TimeWindow(TEST, TEST.plusSeconds(86_400 * 30)),
                1,
                rows.size(),
                1);
        ScoredRows validation = ScoredRows.builder()
                .add("a", 1, 0.5, Label.POSITIVE)
                .add("a", 2, 0.4, Label.NEGATIVE)
                .build();
        Policy policy = new Policy("xgboost", false, false, List.of(new Policy.OnFold(fold, validation, NONE, NONE)));
        return ComponentTrial.judged(policy, rows, FAILURES, new ClusterBootstrap(50, 1))
                .orElseThrow();
    }

    private static Named named(int day, String mode, String component) {
        return new Named(TEST.plusSeconds(86_400L * day), mode, component);
    }
}
