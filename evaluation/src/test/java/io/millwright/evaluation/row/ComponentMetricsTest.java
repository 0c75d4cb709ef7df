package io.millwright.evaluation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.row.ComponentMetrics.Counts;
import io.millwright.evaluation.row.ComponentMetrics.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComponentMetricsTest {

    private static final ComponentMetrics METRICS = new ComponentMetrics(List.of(
            row("a", Set.of(), Set.of()),
            row("a", Set.of("pump"), Set.of("pump")),
            row("b", Set.of("pump", "valve"), Set.of("pump")),
            row("b", Set.of(), Set.of("belt"))));

    @Test
    void a_row_counts_for_every_component_that_is_true_of_it_or_was_said() {
        assertThat(METRICS.classes()).containsExactly("none", "belt", "pump", "valve");
        assertThat(METRICS.counts("none")).isEqualTo(new Counts(2, 1, 1));
        assertThat(METRICS.counts("pump")).isEqualTo(new Counts(2, 2, 2));
        assertThat(METRICS.counts("valve")).isEqualTo(new Counts(1, 0, 0));
        assertThat(METRICS.counts("belt")).isEqualTo(new Counts(0, 1, 0));
    }

    @Test
    void macro_f1_is_over_what_is_true_somewhere() {
        assertThat(METRICS.macroF1().value()).isCloseTo((2.0 / 3 + 1 + 0) / 3, within(1e-12));
        assertThat(METRICS.macroF1().n()).isEqualTo(4);
    }

    @Test
    void a_component_never_said_has_a_recall_and_no_precision() {
        assertThat(METRICS.recall("valve").value()).isZero();
        assertThat(METRICS.precision("valve").value()).isNaN();
        assertThat(METRICS.precision("none").value()).isEqualTo(1);
        assertThat(METRICS.recall("none").n()).isEqualTo(2);
    }

    @Test
    void machines_are_drawn_whole() {
        assertThat(METRICS.macroF1().clusters()).isEqualTo(2);
        assertThat(METRICS.recall("none").value(new int[] {2, 0})).isEqualTo(1);
        assertThat(METRICS.recall("none").value(new int[] {0, 2})).isZero();
        Estimate estimate = new ClusterBootstrap(200, 1).estimate(METRICS.recall("none"));
        assertThat(estimate.low()).isZero();
        assertThat(estimate.high()).isEqualTo(1);
    }

    private static Row row(String machine, Set<String> truth, Set<String> said) {
        return new Row(machine, truth, said);
    }
}
