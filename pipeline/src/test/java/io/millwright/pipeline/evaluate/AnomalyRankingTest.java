package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Series of ten rows of which the last two are before a failure: rising scores find them first, falling ones last. */
class AnomalyRankingTest {

    private static final int ROWS = 10;
    private static final double FOUND_LAST = (1 / 9.0 + 2 / 10.0) / 2;

    private static void series(ScoredRows.Builder test, String machine, boolean rising) {
        for (int row = 0; row < ROWS; row++) {
            test.add(machine, row, rising ? row : 100 - row, row < ROWS - 2 ? Label.NEGATIVE : Label.POSITIVE);
        }
    }

    private static AnomalyRanking ranked(int buffer, ScoredRows.Builder... tests) {
        List<ScoredRows> rows =
                List.of(tests).stream().map(ScoredRows.Builder::build).toList();
        AnomalyRanking ranking = AnomalyRanking.of(rows, buffer, new ClusterBootstrap(200, 1));
        assertThat(ranking).isNotNull();
        return ranking;
    }

    /** In one ranking of both machines the falling scores of one would stand before all of the other. */
    @Test
    void each_series_is_ranked_by_itself_and_machines_are_what_is_drawn() {
        ScoredRows.Builder first = ScoredRows.builder();
        series(first, "a", true);
        series(first, "b", false);
        first.add("without-a-failure", 0, 5, Label.NEGATIVE);
        ScoredRows.Builder second = ScoredRows.builder();
        series(second, "a", true);

        AnomalyRanking found = ranked(0, first, second);

        assertThat(found.series()).isEqualTo(3);
        assertThat(found.averagePrecision().value()).isCloseTo((2 + FOUND_LAST) / 3, within(1e-12));
        assertThat(found.averagePrecision().low()).as("b alone").isCloseTo(FOUND_LAST, within(1e-12));
        assertThat(found.averagePrecision().high()).as("a alone").isCloseTo(1, within(1e-12));
        assertThat(found.prevalence().value()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void a_buffer_forgives_scores_that_rise_a_little_early() {
        ScoredRows.Builder early = ScoredRows.builder();
        for (int row = 0; row < ROWS; row++) {
            early.add("a", row, row == ROWS - 3 ? 99 : row, row < ROWS - 2 ? Label.NEGATIVE : Label.POSITIVE);
        }

        assertThat(ranked(4, early).vusPr().value())
                .isGreaterThan(ranked(0, early).vusPr().value() + 0.05);
        assertThat(ranked(4, early).averagePrecision())
                .isEqualTo(ranked(0, early).averagePrecision());
    }
}
