package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import org.junit.jupiter.api.Test;

class PredictionColumnsTest {

    @Test
    void parts_put_together_are_the_rows_of_both_by_their_own_machines() {
        PredictionColumns first = new PredictionColumns();
        first.add("m1", 10, 0.5, 0.2);
        PredictionColumns second = new PredictionColumns();
        second.add("m2", 10, 0.25, 0.1);
        second.add("m1", 20, 0.75, 0.4);

        first.addAll(second.trimmed());
        first.add("m3", 10, 1, 0.5);

        assertThat(first.machines()).containsExactly("m1", "m2", "m3");
        ScoredRows rows = first.probabilities((machine, at) -> Label.UNLABELLED);
        assertThat(rows.size()).isEqualTo(4);
        assertThat(rows.machine(1) + " " + rows.asOfMillis(1) + " " + rows.score(1))
                .isEqualTo("m1 20 0.4");
        assertThat(rows.machine(2) + " " + rows.asOfMillis(2) + " " + rows.score(2))
                .isEqualTo("m2 10 0.1");
    }
}
