package io.millwright.evaluation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.row.ClassMetrics.Confusion;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {

    /** As scikit-learn 1.7 says: f1_score(list("aaabbc"), list("aabbad"), average="weighted") is 0.5. */
    @Test
    void f1_is_weighted_by_the_rows_of_a_class_and_a_class_never_true_has_no_weight() {
        ClassMetrics metrics =
                new ClassMetrics(List.of("a", "a", "a", "b", "b", "c"), List.of("a", "a", "b", "b", "a", "d"));

        assertThat(metrics.weightedF1()).isCloseTo((3 * 2.0 / 3 + 2 * 0.5 + 0) / 6, within(1e-12));
        assertThat(metrics.accuracy()).isEqualTo(0.5);
    }

    @Test
    void a_cluster_taken_twice_counts_twice() {
        ClassMetrics metrics = new ClassMetrics(List.of("a", "b", "b"), List.of("a", "b", "a"));
        ClassMetrics doubled = new ClassMetrics(List.of("a", "b", "b", "b"), List.of("a", "b", "a", "a"));

        var clustered = metrics.weightedF1(List.of("m1", "m1", "m2"));

        assertThat(clustered.value()).isEqualTo(metrics.weightedF1());
        assertThat(clustered.value(new int[] {1, 2})).isCloseTo(doubled.weightedF1(), within(1e-12));
        assertThat(clustered.clusters()).isEqualTo(2);
    }

    @Test
    void confusions_are_counted_the_most_frequent_first() {
        ClassMetrics metrics = new ClassMetrics(List.of("a", "a", "a", "b"), List.of("b", "b", "c", "b"));

        assertThat(metrics.confusions(1)).containsExactly(new Confusion("a", "b", 2));
        assertThat(metrics.confusions(5)).hasSize(2);
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassMetrics(List.of("a"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassMetrics(List.of(), List.of()));
    }
}
