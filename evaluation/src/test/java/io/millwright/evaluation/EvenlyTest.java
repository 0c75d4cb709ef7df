package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvenlyTest {

    @Test
    void leaves_at_most_so_many_rows_a_step_apart() {
        assertThat(Evenly.rows(0, 3)).isEmpty();
        assertThat(Evenly.rows(3, 3)).containsExactly(0, 1, 2);
        assertThat(Evenly.rows(4, 3)).containsExactly(0, 2);
        assertThat(Evenly.rows(7, 3)).containsExactly(0, 3, 6);
        assertThat(Evenly.rows(7, 1)).containsExactly(0);
        assertThat(Evenly.rows(3, Integer.MAX_VALUE)).containsExactly(0, 1, 2);
    }
}
