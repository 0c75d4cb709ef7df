package io.millwright.evaluation.rul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenLifeTest {

    @Test
    void a_failure_that_came_later_was_not_seen_then() {
        SeenLife failed = new SeenLife(48, false);

        assertThat(failed.knownAfter(24)).isEqualTo(new SeenLife(24, true));
        assertThat(failed.knownAfter(48)).isEqualTo(failed);
        assertThat(failed.knownAfter(Double.POSITIVE_INFINITY)).isEqualTo(failed);
        assertThat(failed.truth()).isEqualTo(48);
    }

    @Test
    void of_a_life_that_runs_on_no_more_is_known() {
        SeenLife running = new SeenLife(48, true);

        assertThat(running.knownAfter(24)).isEqualTo(new SeenLife(24, true));
        assertThat(running.knownAfter(72)).isEqualTo(running);
        assertThat(running.truth()).isNaN();
        assertThat(SeenLife.NOTHING.knownAfter(24)).isEqualTo(SeenLife.NOTHING);
    }
}
