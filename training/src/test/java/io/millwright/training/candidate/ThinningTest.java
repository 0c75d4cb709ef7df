package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.matrix.FailureLabels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThinningTest {

    @Test
    void every_positive_stays_and_the_weights_still_count_every_row() {
        byte[] label = new byte[1000];
        for (int row = 0; row < 1000; row += 50) {
            label[row] = 1;
        }
        FailureLabels labels = FailureLabels.of(label);

        Thinning thinning = Thinning.of(labels, 200);

        assertThat(thinning.of(labels).count(1)).isEqualTo(20);
        assertThat(thinning.rows().length).isBetween(100, 220);
        assertThat(Arrays.stream(thinning.weights()).sum()).isCloseTo(1000, within(1e-6));
    }

    @Test
    void where_positives_alone_are_too_many_both_classes_are_thinned() {
        byte[] label = new byte[6_000];
        for (int row = 0; row < label.length; row += 2) {
            label[row] = 1;
        }
        FailureLabels labels = FailureLabels.of(label);

        Thinning thinning = Thinning.of(labels, 1_000);

        FailureLabels kept = thinning.of(labels);
        assertThat(kept.count(1)).isEqualTo(500);
        assertThat(kept.rows()).isEqualTo(1_000);
        assertThat(Arrays.stream(thinning.weights()).sum()).isCloseTo(6_000, within(1e-6));
        assertThat(thinning.weights()).containsOnly(6.0);
    }

    @Test
    void few_rows_are_left_alone() {
        Thinning thinning = Thinning.of(FailureLabels.of(new byte[] {0, 1, 0}), 10);

        assertThat(thinning.rows()).containsExactly(0, 1, 2);
        assertThat(thinning.weights()).containsExactly(1, 1, 1);
    }
}
