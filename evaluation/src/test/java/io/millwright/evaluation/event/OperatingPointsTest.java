package io.millwright.evaluation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatingPointsTest {

    private static final CostModel COSTS = new CostModel(10, 3, 1);

    @Test
    void a_good_score_reaches_what_each_point_promises() {
        SimulatedAlerts fleet = new SimulatedAlerts(40, 120, 3, 1);
        AlertEvaluator validation = fleet.scoredBy(0.9, 2);

        List<OperatingPoint> points = OperatingPoints.of(COSTS).choose(validation, fleet.window);

        assertThat(points)
                .extracting(OperatingPoint::name)
                .containsExactly("cost_optimal", "alert_budget", "precision_85");
        assertThat(points).allMatch(OperatingPoint::attained);
        EventTally budget = validation.tally(points.get(1).threshold());
        EventTally precise = validation.tally(points.get(2).threshold());
        assertThat(budget.alertsPerMachineWeek().value()).isLessThanOrEqualTo(0.5);
        assertThat(budget.eventRecall().value()).isGreaterThan(0.95);
        assertThat(precise.eventPrecision().value()).isGreaterThanOrEqualTo(0.85);
        assertThat(precise.eventRecall().value()).isGreaterThan(0.8);
    }

    @Test
    void no_threshold_of_the_sweep_beats_the_chosen_ones() {
        AlertEvaluator validation = new SimulatedAlerts(30, 100, 3, 3).scoredBy(0.5, 4);
        List<OperatingPoint> points =
                OperatingPoints.of(COSTS).choose(validation, new SimulatedAlerts(1, 9, 1, 1).window);

        SweepPoint cheapest = point(validation, points.get(0));
        SweepPoint budget = point(validation, points.get(1));
        SweepPoint precise = point(validation, points.get(2));
        for (SweepPoint other : validation.sweep(COSTS)) {
            assertThat(other.costPerMachineWeek()).isGreaterThanOrEqualTo(cheapest.costPerMachineWeek());
            if (other.alertsPerMachineWeek() <= 0.5) {
                assertThat(other.eventRecall()).isLessThanOrEqualTo(budget.eventRecall());
            }
            if (other.precisionShown() >= 0.85 && other.judgedEpisodes() >= 30) {
                assertThat(other.eventRecall()).isLessThanOrEqualTo(precise.eventRecall());
            }
        }
    }

    @Test
    void a_score_that_knows_nothing_misses_the_precision_and_is_flagged() {
        SimulatedAlerts fleet = new SimulatedAlerts(40, 120, 1, 5);

        OperatingPoint precise = OperatingPoints.of(COSTS)
                .choose(fleet.scoredBy(0, 6), fleet.window)
                .get(2);

        assertThat(precise.attained()).isFalse();
        assertThat(precise.threshold()).isFinite();
    }

    @Test
    void a_precision_is_shown_a_standard_error_above_the_one_asked_for() {
        double share = 0.9;

        assertThat(new SweepPoint(0.5, 0.5, 0, share, 1, 1, 50, 100).precisionShown())
                .isCloseTo(share - Math.sqrt(share * (1 - share) / 100), within(1e-12));
        assertThat(new SweepPoint(0.5, 0.5, 0, share, 1, 1, 50, 40).precisionShown())
                .isLessThan(0.855)
                .isGreaterThan(0.85);
    }

    @Test
    void where_early_alerts_are_right_the_same_scores_alert_at_a_lower_threshold_and_foretell_more() {
        SimulatedAlerts fleet = new SimulatedAlerts(60, 150, 3, 11);
        AlertEvaluator strict = fleet.early(SimulatedAlerts.RULES, 12);
        AlertEvaluator lenient = fleet.early(SimulatedAlerts.RULES.withRightWithin(Duration.ofDays(10)), 12);

        OperatingPoint onTime = choosePrecise(strict, fleet, 30);
        OperatingPoint orEarly = choosePrecise(lenient, fleet, 30);

        assertThat(orEarly.attained()).isTrue();
        assertThat(orEarly.threshold()).isLessThan(onTime.threshold());
        assertThat(point(lenient, orEarly).eventRecall())
                .isGreaterThan(point(strict, onTime).eventRecall() + 0.2);
        assertThat(point(lenient, orEarly).precisionWithin()).isGreaterThanOrEqualTo(0.85);
        assertThat(point(lenient, orEarly).eventPrecision()).isLessThan(0.85);
    }

    @Test
    void a_precision_over_a_handful_of_alerts_is_not_shown() {
        SimulatedAlerts few = new SimulatedAlerts(12, 60, 1, 9);
        AlertEvaluator validation = few.scoredBy(2, 10);

        OperatingPoint precise = choosePrecise(validation, few, 30);

        assertThat(point(validation, precise).f1()).isGreaterThan(0.9);
        assertThat(precise.attained()).isFalse();
        assertThat(precise.reason()).contains("precision 0.85 is not shown", "F1");
        assertThat(choosePrecise(validation, few, 5).attained()).isTrue();
    }

    @Test
    void in_place_of_a_precision_not_shown_comes_the_middle_of_the_thresholds_near_the_best_f1() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulatedAlerts fleet = new SimulatedAlerts(30, 100, 2, seed);
            AlertEvaluator validation = fleet.scoredBy(0.3, seed + 50);
            List<SweepPoint> sweep = validation.sweep(COSTS);

            OperatingPoint precise = choosePrecise(validation, fleet, 10_000);

            SweepPoint top = sweep.stream()
                    .max(Comparator.comparingDouble(SweepPoint::f1))
                    .orElseThrow();
            double least = top.f1() - top.f1StandardError();
            List<Double> near = sweep.stream()
                    .filter(point -> point.f1() >= least)
                    .map(SweepPoint::threshold)
                    .toList();
            assertThat(precise.attained()).isFalse();
            assertThat(near).contains(precise.threshold());
            long above = near.stream()
                    .filter(threshold -> threshold > precise.threshold())
                    .count();
            assertThat(above).isEqualTo(near.size() / 2);
        }
    }

    @Test
    void f1_is_twice_the_hits_over_events_and_judged_alerts_together() {
        SweepPoint threeOfSixFailuresAndFourAlerts = new SweepPoint(0.5, 3 / 6.0, 2 / 4.0, 3 / 4.0, 1, 1, 6, 4);

        assertThat(threeOfSixFailuresAndFourAlerts.f1()).isCloseTo(2 * 3 / 10.0, within(1e-12));
        assertThat(threeOfSixFailuresAndFourAlerts.f1StandardError())
                .isCloseTo(Math.sqrt(0.6 * 0.4 / 5), within(1e-12));
        assertThat(new SweepPoint(0.5, Double.NaN, 0, 0, 1, 1, 0, 4).f1()).isZero();
    }

    @Test
    void without_evidence_the_cheapest_is_never_to_alert() {
        SimulatedAlerts healthy = new SimulatedAlerts(20, 60, 0, 7);

        List<OperatingPoint> points = OperatingPoints.of(COSTS).choose(healthy.scoredBy(0, 8), healthy.window);

        assertThat(points.get(0).threshold()).isEqualTo(Baselines.NEVER);
        assertThat(points.get(2).threshold()).isEqualTo(Baselines.NEVER);
        assertThat(points.get(2).attained()).isFalse();
    }

    @Test
    void the_sweep_is_short_falls_and_starts_with_never() {
        List<SweepPoint> sweep =
                new SimulatedAlerts(40, 120, 3, 1).scoredBy(0.9, 2).sweep(COSTS);

        assertThat(sweep).hasSizeLessThanOrEqualTo(200);
        assertThat(sweep.get(0).threshold()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sweep).isSortedAccordingTo((a, b) -> Double.compare(b.threshold(), a.threshold()));
    }

    @Test
    void random_scores_are_uniform_and_depend_on_the_seed_only() {
        ScoredRows.Builder builder = ScoredRows.builder();
        for (int i = 0; i < 2000; i++) {
            builder.add("m" + i % 7, 3_600_000L * i, 0, Label.UNLABELLED);
        }
        ScoredRows rows = builder.build();

        ScoredRows random = Baselines.random(rows, 3);

        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            assertThat(random.score(i))
                    .isBetween(0.0, 1.0)
                    .isEqualTo(Baselines.random(rows, 3).score(i));
            sum += random.score(i);
        }
        assertThat(sum / rows.size()).isCloseTo(0.5, within(0.03));
    }

    @Test
    void age_counts_from_the_last_replacement_strictly_before() {
        long hour = 3_600_000L;
        ScoredRows rows = ScoredRows.builder()
                .add("m", 10 * hour, 0, Label.UNLABELLED)
                .add("m", 20 * hour, 0, Label.UNLABELLED)
                .add("m", 21 * hour, 0, Label.UNLABELLED)
                .build();

        ScoredRows age =
                Baselines.age(rows, Map.of("m", List.of(Instant.ofEpochMilli(20 * hour))), Map.of("m", Instant.EPOCH));

        assertThat(new double[] {age.score(0), age.score(1), age.score(2)}).containsExactly(10, 20, 1);
    }

    @Test
    void the_incumbent_is_the_cheapest_policy_before_the_test() {
        assertThat(Baselines.incumbent(List.of(
                                new Baselines.PolicyCost("run_to_failure", 2),
                                new Baselines.PolicyCost("age_based", 2),
                                new Baselines.PolicyCost("random", Double.NaN)))
                        .name())
                .isEqualTo("age_based");
    }

    private static OperatingPoint choosePrecise(AlertEvaluator validation, SimulatedAlerts fleet, long fewestEpisodes) {
        return new OperatingPoints(COSTS, 0.5, 0.85, fewestEpisodes)
                .choose(validation, fleet.window)
                .get(2);
    }

    private static SweepPoint point(AlertEvaluator validation, OperatingPoint chosen) {
        return SweepPoint.of(
                chosen.threshold(),
                validation.tally(chosen.threshold()),
                validation.patient().tally(chosen.threshold()),
                COSTS);
    }
}
