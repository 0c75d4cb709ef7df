package io.millwright.evaluation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertEvaluatorTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final CostModel COSTS = new CostModel(10, 3, 1);
    private static final EventRules DAILY = EventRules.of(Horizon.ofHours(72, 24));

    @Test
    void an_alert_in_the_zone_is_a_hit_with_its_lead() {
        AlertEvaluator evaluator = evaluator(DAILY, failingOn(10), 8);

        assertThat(evaluator.episodes(0.5)).extracting(Episode::outcome).containsExactly(Outcome.HIT);
        assertThat(evaluator.events(0.5))
                .containsExactly(new EventResult("m", "m", FailureEvent.of(day(10), "belt", "wear"), true, 48, false));
    }

    @Test
    void an_alert_at_the_far_edge_of_the_horizon_is_a_false_alarm_and_at_the_minimum_lead_a_hit() {
        assertThat(outcomes(DAILY, failingOn(10), 7)).containsExactly(Outcome.FALSE_ALARM);
        assertThat(outcomes(DAILY, failingOn(10), 9)).containsExactly(Outcome.HIT);
    }

    @Test
    void an_alert_after_the_zone_is_late_neither_hit_nor_false_alarm() {
        AlertEvaluator evaluator = evaluator(DAILY, failingOn(10), 10);

        assertThat(evaluator.episodes(0.5)).extracting(Episode::outcome).containsExactly(Outcome.LATE);
        assertThat(evaluator.tally(0.5).eventPrecision().n()).isZero();
        assertThat(evaluator.tally(0.5).alertedLate()).isEqualTo(1);
        assertThat(evaluator.tally(0.5).eventRecall().value()).isZero();
    }

    @Test
    void without_minimum_lead_an_alert_in_the_row_of_the_failure_detects_nothing() {
        EventRules noLead = EventRules.of(Horizon.ofHours(24, 0));

        assertThat(outcomes(noLead, failingOn(10), 10)).containsExactly(Outcome.LATE);
    }

    @Test
    void an_alert_carried_into_the_zone_counts_only_if_raised_again() {
        AlertEvaluator carried = evaluator(DAILY, failingOn(10), 7, 8, 9);
        AlertEvaluator forgotten =
                evaluator(DAILY.withCarry(EventRules.Carry.FORGOTTEN_AT_ZONE_START), failingOn(10), 7, 8, 9);

        assertThat(carried.tally(0.5).detected()).isZero();
        assertThat(forgotten.tally(0.5).detected()).isEqualTo(1);
    }

    @Test
    void a_standing_alert_is_raised_in_the_zone_whenever_it_began_if_it_cools_down_no_longer_than_the_zone_lasts() {
        EventRules asLongAsTheZone = DAILY.withCoolDown(Duration.ofHours(48));

        for (int first = 1; first <= 9; first++) {
            int[] standing = IntStream.rangeClosed(first, 10).toArray();
            boolean silenced = List.of(1, 4, 7).contains(first);
            assertThat(evaluator(asLongAsTheZone, failingOn(10), standing)
                            .tally(0.5)
                            .detected())
                    .as("since day " + first)
                    .isEqualTo(1);
            assertThat(evaluator(DAILY, failingOn(10), standing).tally(0.5).detected())
                    .as("since day " + first + ", cooling down for the whole horizon")
                    .isEqualTo(silenced ? 0 : 1);
        }
    }

    @Test
    void a_standing_alert_is_raised_again_after_each_cool_down() {
        assertThat(evaluator(DAILY, Timeline.of("m", days(0, 30)), 3, 4, 5, 6, 7, 9)
                        .episodes(0.5))
                .extracting(Episode::start)
                .containsExactly(day(3), day(6), day(9));
    }

    @Test
    void an_onset_known_better_replaces_the_horizon() {
        Timeline known = Timeline.of("m", days(0, 30))
                .withFailures(List.of(FailureEvent.of(day(20), "belt", "wear").withOnset(day(11))));

        assertThat(outcomes(DAILY, known, 12)).containsExactly(Outcome.HIT);
        assertThat(evaluator(DAILY, known, 12).events(0.5).get(0).leadHours()).isEqualTo(8 * 24);
        assertThat(outcomes(DAILY, known, 11)).containsExactly(Outcome.FALSE_ALARM);
    }

    @Test
    void alerts_in_a_repair_window_are_ignored() {
        assertThat(outcomes(DAILY, failingOn(10), 11)).isEmpty();
        assertThat(outcomes(DAILY, failingOn(10), 12)).containsExactly(Outcome.FALSE_ALARM);
    }

    @Test
    void an_alert_whose_outcome_nobody_saw_is_undetermined() {
        Timeline replaced = Timeline.of("m", days(0, 30)).withPreventiveReplacements(List.of(day(12)));

        assertThat(outcomes(DAILY, replaced, 10)).containsExactly(Outcome.UNDETERMINED);
        assertThat(outcomes(DAILY, replaced, 8)).containsExactly(Outcome.FALSE_ALARM);
        assertThat(outcomes(DAILY, replaced, 27)).containsExactly(Outcome.FALSE_ALARM);
        assertThat(outcomes(DAILY, replaced, 28)).containsExactly(Outcome.UNDETERMINED);
    }

    @Test
    void failures_at_one_instant_are_one_event() {
        Timeline both = Timeline.of("m", days(0, 30))
                .withFailures(List.of(FailureEvent.of(day(10), "comp1", ""), FailureEvent.of(day(10), "comp3", "")));

        List<EventResult> events = evaluator(DAILY, both, 8).events(0.5);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).event().component()).isEqualTo("comp1+comp3");
    }

    @Test
    void costs_exposure_and_leads_worked_by_hand() {
        Timeline twice = Timeline.of("m", days(0, 30))
                .withFailures(List.of(FailureEvent.of(day(10), "belt", ""), FailureEvent.of(day(20), "belt", "")));
        EventTally tally = evaluator(DAILY, twice, 8, 14).tally(0.5);

        assertThat(tally.exposureWeeks()).isCloseTo(28 / 7.0, within(1e-12));
        assertThat(tally.costPerMachineWeek(COSTS).value()).isCloseTo((3 + 10 + 1) / 4.0, within(1e-12));
        assertThat(tally.alertsPerMachineWeek().value()).isCloseTo(2 / 4.0, within(1e-12));
        assertThat(tally.medianLeadHours().value()).isEqualTo(24);
        assertThat(tally.leadHours()).containsExactly(0, 48);
        assertThat(tally.tenthLeadHours().value()).isZero();
        assertThat(evaluator(DAILY, twice, 8, 18).tally(0.5).tenthLeadHours().value())
                .isEqualTo(48);
        assertThat(tally.eventPrecision().value()).isEqualTo(0.5);
        assertThat(tally.f1().value()).isEqualTo(2 / 4.0);
        EventTally never = evaluator(DAILY, twice, 8, 14).tally(Double.POSITIVE_INFINITY);
        assertThat(tally.shareSavedAgainst(never, COSTS).value()).isCloseTo((20 - 14) / 20.0, within(1e-12));
    }

    @Test
    void a_watch_that_began_after_the_zone_does_not_count_the_failure() {
        Timeline lateWatch = Timeline.of("m", days(10, 30)).withFailures(List.of(FailureEvent.of(day(10), "belt", "")));

        assertThat(evaluator(DAILY, lateWatch, 15).tally(0.5).events()).isZero();
    }

    @Test
    void without_events_recall_and_lead_are_undefined_not_zero() {
        EventReport report = evaluator(DAILY, Timeline.of("m", days(0, 30)), 5)
                .tally(0.5)
                .report(COSTS, new ClusterBootstrap(20, 1));

        assertThat(report.eventRecall().isDefined()).isFalse();
        assertThat(report.medianLeadHours().isDefined()).isFalse();
        assertThat(report.eventPrecision().value()).isZero();
        assertThat(report.falseAlarms()).isEqualTo(1);
    }

    @Test
    void never_alerting_is_run_to_failure() {
        EventTally never = evaluator(DAILY, failingOn(10), 8).tally(Baselines.NEVER);

        assertThat(never.episodes()).isZero();
        assertThat(never.costPerMachineWeek(COSTS).value()).isCloseTo(10 / (29 / 7.0), within(1e-12));
    }

    @Test
    void tallies_of_folds_add_up() {
        EventTally first = evaluator(DAILY, failingOn(10, days(0, 15)), 8, 13).tally(0.5);
        EventTally second = evaluator(DAILY, failingOn(10, days(15, 30)), 18).tally(0.5);

        EventTally pooled = EventTally.pooled(List.of(first, second));

        assertThat(pooled.events()).isEqualTo(1);
        assertThat(pooled.exposureWeeks()).isCloseTo(29 / 7.0, within(1e-12));
        assertThat(pooled.episodes()).isEqualTo(first.episodes() + second.episodes());
        assertThat(pooled.leadHours()).containsExactly(48);
    }

    @Test
    void components_of_a_machine_share_its_weeks() {
        Timeline belt =
                Timeline.of("m/belt", "m", days(0, 28)).withFailures(List.of(FailureEvent.of(day(10), "belt", "")));
        Timeline motor = Timeline.of("m/motor", "m", days(0, 28))
                .withPreventiveReplacements(List.of(day(20)))
                .withRepairs(List.of(day(10)));
        ScoredRows none = ScoredRows.builder().build();

        AlertEvaluator components = AlertEvaluator.of(DAILY, List.of(belt, motor), none);

        assertThat(components.tally(0.5).exposureWeeks()).isCloseTo(27 / 7.0, within(1e-12));
        assertThat(components.tally(0.5).events()).isEqualTo(1);
    }

    @Test
    void judged_patiently_an_early_alert_is_right_if_the_failure_came_in_time_and_unjudged_if_nobody_watched_so_long() {
        EventRules patient = DAILY.withCoolDown(Duration.ofDays(1)).withRightWithin(Duration.ofDays(7));

        AlertEvaluator alerts = evaluator(patient, failingOn(15), 4, 9, 13, 18, 26);

        assertThat(alerts.episodes(0.5))
                .extracting(Episode::outcome)
                .containsExactly(
                        Outcome.FALSE_ALARM,
                        Outcome.FALSE_ALARM,
                        Outcome.HIT,
                        Outcome.FALSE_ALARM,
                        Outcome.FALSE_ALARM);
        assertThat(alerts.patient().episodes(0.5))
                .extracting(Episode::outcome)
                .containsExactly(
                        Outcome.FALSE_ALARM, Outcome.HIT, Outcome.HIT, Outcome.FALSE_ALARM, Outcome.UNDETERMINED);
        assertThatThrownBy(() -> DAILY.withRightWithin(Duration.ofDays(2)))
                .hasMessageContaining("at least within the horizon");
    }

    @Test
    void the_lowest_threshold_within_a_budget_is_the_one_that_trying_each_from_the_top_finds() {
        EventRules carried = DAILY.withCarry(EventRules.Carry.FORGOTTEN_AT_ZONE_START);
        for (int seed = 1; seed <= 20; seed++) {
            AlertEvaluator evaluator =
                    new SimulatedAlerts(4 + seed, 40, 2, seed).early(seed % 2 == 0 ? DAILY : carried, seed);
            for (double budget : new double[] {0, 0.03, 0.2, 0.5, 1, 7}) {
                assertThat(evaluator.lowestWithin(budget))
                        .as("seed %d, %s alerts per machine-week", seed, budget)
                        .isEqualTo(tryingEach(evaluator, budget));
            }
        }
    }

    private static double tryingEach(AlertEvaluator evaluator, double budget) {
        double lowest = Double.POSITIVE_INFINITY;
        double[] rising = evaluator.risingScores();
        for (int i = rising.length - 1; i >= 0; i--) {
            if (evaluator.tally(rising[i]).alertsPerMachineWeek().value() > budget) {
                return lowest;
            }
            lowest = rising[i];
        }
        return lowest;
    }

    @Test
    void scores_of_an_unwatched_subject_and_two_timelines_of_one_are_refused() {
        ScoredRows rows = ScoredRows.builder().add("x", 0, .5, Label.UNLABELLED).build();
        Timeline m = Timeline.of("m", days(0, 3));

        assertThatThrownBy(() -> AlertEvaluator.of(DAILY, List.of(m), rows)).hasMessageContaining("scores of x");
        assertThatThrownBy(() -> AlertEvaluator.of(DAILY, List.of(m, m), rows)).hasMessageContaining("two timelines");
    }

    private static List<Outcome> outcomes(EventRules rules, Timeline timeline, int... alertDays) {
        return evaluator(rules, timeline, alertDays).episodes(0.5).stream()
                .map(Episode::outcome)
                .toList();
    }

    private static AlertEvaluator evaluator(EventRules rules, Timeline timeline, int... alertDays) {
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int d = 0; d < 30; d++) {
            int day = d;
            boolean alert = java.util.Arrays.stream(alertDays).anyMatch(a -> a == day);
            rows.add("m", day(d).toEpochMilli(), alert ? 0.9 : 0.1, Label.UNLABELLED);
        }
        return AlertEvaluator.of(rules, List.of(timeline), rows.build());
    }

    private static Timeline failingOn(int day) {
        return failingOn(day, days(0, 30));
    }

    private static Timeline failingOn(int day, TimeWindow observed) {
        return Timeline.of("m", observed).withFailures(List.of(FailureEvent.of(day(day), "belt", "wear")));
    }

    private static TimeWindow days(int from, int to) {
        return new TimeWindow(day(from), day(to));
    }

    private static Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }
}
