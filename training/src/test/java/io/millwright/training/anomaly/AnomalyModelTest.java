package io.millwright.training.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.testing.TestSpark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnomalyModelTest {

    private static final List<String> QUICK = List.of("robust_z", "iqr", "fleet_z", "pca_t2", "pca_spe");
    private static final int DAYS = 60;

    /** How a model comes from rows of which the last 20 days are the test. */
    interface Fit {
        AnomalyModel of(Indicators rows);
    }

    private static AnomalyModel honest(Indicators rows) {
        return AnomalyModel.fit(
                rows.select(Rows.days(rows, 0, 25)),
                rows.select(Rows.days(rows, 25, 40)),
                QUICK,
                1,
                TestSpark.session());
    }

    /** Takes its normals from all there is, the test included. */
    private static AnomalyModel leaking(Indicators rows) {
        return AnomalyModel.fit(rows, rows.select(Rows.days(rows, 25, 40)), QUICK, 1, TestSpark.session());
    }

    @Test
    void what_comes_later_changes_no_earlier_score() {
        laterRowsChangeNothing(AnomalyModelTest::honest);
    }

    @Test
    void normals_of_the_whole_life_are_caught() {
        assertThatThrownBy(() -> laterRowsChangeNothing(AnomalyModelTest::leaking))
                .isInstanceOf(AssertionError.class);
    }

    private static void laterRowsChangeNothing(Fit fit) {
        Indicators rows = Rows.quiet(DAYS);
        Indicators changed = Rows.of(DAYS, (machine, day, values) -> {
            if (day >= 45) {
                values[0] = 1e6f;
                values[2] = Float.NaN;
            }
            return values;
        });
        int[] until = Rows.days(rows, 0, 45);

        assertThat(fit.of(changed).scores(changed.select(until)).score())
                .containsExactly(fit.of(rows).scores(rows.select(until)).score());
    }

    @Test
    void the_middle_of_normal_time_has_the_middle_rank_and_a_fault_the_highest() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 3 && day == 50) {
                values[2] *= 3;
            }
            return values;
        });

        double[] score = honest(rows).scores(rows).score();

        double[] quiet = java.util.Arrays.stream(Rows.days(rows, 41, 60))
                .mapToDouble(row -> score[row])
                .sorted()
                .toArray();
        assertThat(Normal.quantile(quiet, 0.5)).isBetween(0.4, 0.6);
        assertThat(score[Rows.at(rows, "m3", 50)])
                .isGreaterThan(Normal.quantile(quiet, 0.99))
                .isGreaterThan(0.95)
                .isLessThan(1);
    }

    @Test
    void the_sensor_that_makes_a_row_strange_is_named_first() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 3 && day == 50) {
                values[2] *= 3;
            }
            return values;
        });
        boolean[] wanted = new boolean[rows.matrix().rows()];
        wanted[Rows.at(rows, "m3", 50)] = true;

        List<List<SensorShare>> explained = honest(rows).explained(rows, wanted);

        assertThat(explained.get(Rows.at(rows, "m3", 50)).get(0).sensor()).isEqualTo("shake");
        assertThat(explained.get(Rows.at(rows, "m3", 49))).isEmpty();
    }

    @Test
    void a_machine_without_a_history_is_held_against_its_type_and_one_without_values_against_nothing() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 9 && day < 45) {
                values[2] = Float.NaN;
            }
            return machine == 8 && day == 55 ? new float[] {Float.NaN, Float.NaN, Float.NaN} : values;
        });

        double[] score = honest(rows).scores(rows).score();

        assertThat(score[Rows.at(rows, "m9", 50)]).isBetween(0.0, 1.0);
        assertThat(score[Rows.at(rows, "m8", 55)]).isNaN();
    }

    @Test
    void ranks_are_shares_of_normal_time_and_grow_on_beyond_it() {
        Ranks ranks = Ranks.of(new double[] {1, 2, 2, 4, Double.NaN, 9}, new String[] {"a", "a", "a", "a", "a", "b"});

        assertThat(ranks.rank(0, "a")).isEqualTo(0.1);
        assertThat(ranks.rank(1, "a")).isEqualTo(0.2);
        assertThat(ranks.rank(2, "a")).isEqualTo(0.5);
        assertThat(ranks.rank(3, "a")).isCloseTo(0.7, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(ranks.rank(4, "a")).isEqualTo(0.8);
        assertThat(ranks.rank(6, "a")).isEqualTo(0.9);
        assertThat(ranks.rank(1e9, "a")).isBetween(0.9999, 1.0);
        assertThat(ranks.rank(5, "never seen"))
                .isCloseTo((4 + 4 + 1) / 2.0 / 6, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(ranks.rank(Double.NaN, "a")).isNaN();
    }

    @Test
    void a_threshold_keeps_the_budget_and_a_lower_one_would_not() {
        double[] scores = new double[70];
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int day = 0; day < scores.length; day++) {
            scores[day] = (day * 37 % 70) / 70.0;
            rows.add("m", "m", day * 86_400_000L, scores[day], Label.UNLABELLED);
        }
        AlertEvaluator normal = AlertEvaluator.of(
                EventRules.of(Horizon.ofHours(48, 0)),
                List.of(Timeline.of("m", new TimeWindow(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(70))))),
                rows.build());

        double threshold = AlertThreshold.within(0.5, Duration.ofDays(2), normal, scores);

        assertThat(normal.tally(threshold).episodes()).isLessThanOrEqualTo(5);
        assertThat(normal.tally(threshold - 1.5 / 70.0).episodes()).isGreaterThan(5);
        assertThat(AlertThreshold.within(0, Duration.ofDays(2), normal, scores)).isEqualTo(69 / 70.0);
        assertThat(AlertThreshold.within(0.07, Duration.ofDays(2), normal, scores))
                .as("too short to count an alert: the share of time")
                .isCloseTo(1 - 0.07 * 2 / 7 - 1 / 70.0, org.assertj.core.data.Offset.offset(0.01));
    }
}
