package io.millwright.evaluation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrdinalMetricsTest {

    private static final List<String> MACHINES = List.of("a", "a", "b", "b", "c");

    private final OrdinalMetrics metrics =
            new OrdinalMetrics(3, List.of(0, 0, 1, 2, 2), List.of(0, 2, 1, 1, 2), MACHINES);

    @Test
    void rows_are_counted_by_what_was_true_and_what_was_said() {
        assertThat(metrics.confusion()).isDeepEqualTo(new long[][] {{1, 0, 1}, {0, 1, 0}, {0, 1, 1}});
        assertThat(metrics.macroAccuracy().value()).isCloseTo((0.5 + 1 + 0.5) / 3, within(1e-12));
        assertThat(metrics.meanAbsoluteError().value()).isCloseTo((2 + 1) / 5.0, within(1e-12));
    }

    @Test
    void a_machine_drawn_twice_counts_as_its_rows_written_twice() {
        int[] twice = {0, 2, 1};
        OrdinalMetrics written = new OrdinalMetrics(
                3, List.of(1, 2, 1, 2, 2), List.of(1, 1, 1, 1, 2), List.of("b", "b", "b2", "b2", "c"));

        assertThat(metrics.macroAccuracy().value(twice))
                .isCloseTo(written.macroAccuracy().value(), within(1e-12));
        assertThat(metrics.meanAbsoluteError().value(twice))
                .isCloseTo(written.meanAbsoluteError().value(), within(1e-12));
    }

    @Test
    void nothing_to_judge_is_undefined_and_a_level_there_is_not_is_refused() {
        OrdinalMetrics none = new OrdinalMetrics(3, List.of(), List.of(), List.of());

        assertThat(none.macroAccuracy().value()).isNaN();
        assertThat(none.meanAbsoluteError().value()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrdinalMetrics(3, List.of(3), List.of(0), List.of("a")));
    }
}
