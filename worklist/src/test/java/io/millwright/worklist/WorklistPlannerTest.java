package io.millwright.worklist;

import static io.millwright.worklist.Given.AS_OF;
import static io.millwright.worklist.Given.RULES;
import static io.millwright.worklist.Given.bearing;
import static io.millwright.worklist.Given.belt;
import static io.millwright.worklist.Given.hour;
import static io.millwright.worklist.Given.load;
import static io.millwright.worklist.Given.nothingElse;
import static io.millwright.worklist.Given.order;
import static io.millwright.worklist.Given.orders;
import static io.millwright.worklist.Given.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.config.MaintenanceSpec.Action;
import io.millwright.lake.config.Severity;
import io.millwright.worklist.WorklistRow.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorklistPlannerTest {

    @Test
    void an_alert_becomes_work_with_its_action_saving_and_latest_start() {
        Worklist list =
                WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7), bearing("c2", 0.1)), nothingElse(), RULES);

        assertThat(list.rows()).hasSize(1);
        WorklistRow row = list.rows().get(0);
        assertThat(row.rank()).hasValue(1);
        assertThat(row.status()).isEqualTo(Status.NEW);
        assertThat(row.action()).isEqualTo("replace bearing");
        assertThat(row.expectedSaving()).isCloseTo(0.7 * 0.9 * 7_000 - 0.3 * 500, within(1e-9));
        assertThat(row.latestStart()).contains(hour(30 - 4));
        assertThat(row.slot()).contains(new Interval(hour(10), hour(14)));
        assertThat(row.severity()).isEqualTo(Severity.HIGH);
        assertThat(row.tier()).isEqualTo(Tier.HIGH);
        assertThat(row.health()).isCloseTo(30, within(1e-9));
    }

    @Test
    void what_a_model_says_of_the_severity_counts_and_the_rule_stands_in_where_none_does() {
        Prediction probable = new Prediction(
                "north",
                "c1",
                "belt",
                "belt wear",
                Optional.of(Severity.LOW),
                0.7,
                30,
                60,
                90,
                List.of(),
                Duration.ZERO,
                AS_OF,
                "v1");
        Prediction ruled = new Prediction(
                "north",
                "c2",
                "belt",
                "belt wear",
                Optional.empty(),
                0.7,
                30,
                60,
                90,
                List.of(),
                Duration.ZERO,
                AS_OF,
                "v1");

        Worklist list = WorklistPlanner.plan(AS_OF, List.of(probable, ruled), nothingElse(), RULES);

        assertThat(list.rows())
                .extracting(WorklistRow::equipmentId, WorklistRow::severity)
                .containsExactlyInAnyOrder(tuple("c1", Severity.LOW), tuple("c2", Severity.HIGH));
    }

    @Test
    void work_is_ranked_by_saving_per_crew_hour() {
        Worklist list = WorklistPlanner.plan(
                AS_OF, List.of(bearing("c1", 0.6), belt("c2", 0.5), bearing("c3", 0.9)), nothingElse(), RULES);

        assertThat(list.rows()).extracting(WorklistRow::equipmentId).containsExactly("c3", "c2", "c1");
        assertThat(list.rows()).extracting(row -> row.rank().orElse(0)).containsExactly(1, 2, 3);
    }

    @Test
    void the_quietest_slot_before_the_latest_start_is_taken() {
        Worklist list = WorklistPlanner.plan(
                AS_OF,
                List.of(bearing("c1", 0.7)),
                schedule(
                        load("", 0, 12, 0.4),
                        load("", 12, 16, 0.9),
                        load("", 16, 20, 0.1),
                        load("", 20, 40, 0.8),
                        load("", 40, 60, 0.0)),
                RULES);

        assertThat(list.rows().get(0).slot()).contains(new Interval(hour(16), hour(20)));
    }

    @Test
    void the_machines_own_schedule_goes_before_its_sites_and_a_plan_not_yet_known_is_ignored() {
        LoadWindow tomorrowsNews =
                new LoadWindow("north", "c1", new io.millwright.evaluation.TimeWindow(hour(22), hour(26)), 0, hour(1));

        Worklist list = WorklistPlanner.plan(
                AS_OF,
                List.of(bearing("c1", 0.7)),
                schedule(load("", 12, 20, 0.0), load("c1", 0, 18, 0.9), load("c1", 18, 30, 0.5), tomorrowsNews),
                RULES);

        assertThat(list.rows().get(0).slot()).contains(new Interval(hour(18), hour(22)));
    }

    @Test
    void what_crew_hours_do_not_allow_stays_on_the_list_and_is_counted() {
        List<Prediction> alerts =
                List.of(bearing("c1", 0.9), bearing("c2", 0.8), bearing("c3", 0.7), bearing("c4", 0.6));

        Worklist list = WorklistPlanner.plan(AS_OF, alerts, nothingElse(), Given.rules(4));

        assertThat(list.rows())
                .filteredOn(row -> !row.leftUndone())
                .extracting(WorklistRow::equipmentId)
                .containsExactly("c1", "c2");
        assertThat(list.rows())
                .filteredOn(WorklistRow::leftUndone)
                .extracting(WorklistRow::equipmentId)
                .containsExactly("c3", "c4");
        SitePlan site = list.sites().get(0);
        assertThat(site.undoneJobs()).isEqualTo(2);
        assertThat(site.plannedHours()).isEqualTo(8);
        assertThat(site.plannedSaving()).isLessThanOrEqualTo(site.savingBound());
        assertThat(site.shadowPricePerHour()).isPositive();
    }

    @Test
    void a_part_with_an_open_or_scheduled_order_is_already_planned_and_not_ranked() {
        List<Prediction> alert = List.of(bearing("c1", 0.7));

        assertThat(statuses(alert, order("c1", "bearing", "open", -1))).containsExactly(Status.ALREADY_PLANNED);
        assertThat(statuses(alert, order("c1", "", "scheduled", -1))).containsExactly(Status.ALREADY_PLANNED);
        assertThat(statuses(alert, order("c1", "motor", "open", -1))).containsExactly(Status.NEW);
        assertThat(statuses(alert, order("c2", "bearing", "open", -1))).containsExactly(Status.NEW);
        assertThat(WorklistPlanner.plan(AS_OF, alert, orders(order("c1", "bearing", "open", -1)), RULES)
                        .rows()
                        .get(0)
                        .rank())
                .isEmpty();
    }

    @Test
    void an_order_not_yet_known_or_known_to_be_closed_plans_nothing() {
        List<Prediction> alert = List.of(bearing("c1", 0.7));

        assertThat(statuses(alert, order("c1", "bearing", "open", 1))).containsExactly(Status.NEW);
        assertThat(statuses(alert, order("c1", "bearing", "open", -9), order("c1", "bearing", "closed", -1)))
                .containsExactly(Status.NEW);
        assertThat(statuses(alert, order("c1", "bearing", "closed", 1), order("c1", "bearing", "open", -9)))
                .containsExactly(Status.ALREADY_PLANNED);
    }

    @Test
    void orders_of_two_systems_with_one_number_hide_neither() {
        List<Prediction> alert = List.of(bearing("c1", 0.5));

        assertThat(statuses(alert, order("c1", "bearing", "open", -9), order("c9", "bearing", "closed", -1)))
                .containsExactly(Status.ALREADY_PLANNED);
    }

    @Test
    void an_order_scheduled_after_the_latest_start_asks_to_be_brought_forward() {
        Order late = scheduled("c1", "bearing", 60, OptionalDouble.empty());

        WorklistRow row = WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7)), orders(late), RULES)
                .rows()
                .get(0);

        assertThat(row.action()).contains("WO-7", "bring it forward");
    }

    @Test
    void an_alert_not_worth_an_hour_is_information() {
        Prediction unlikely = belt("c1", 0.21);
        WorklistRules dearFalseAlarms = new WorklistRules(
                0.2,
                RULES.coolDown(),
                RULES.horizon(),
                new io.millwright.evaluation.CostModel(10_000, 9_000, 500),
                "USD",
                8,
                RULES.actions(),
                RULES.axis());

        WorklistRow row = WorklistPlanner.plan(AS_OF, List.of(unlikely), nothingElse(), dearFalseAlarms)
                .rows()
                .get(0);

        assertThat(row.rank()).isEmpty();
        assertThat(row.tier()).isEqualTo(Tier.INFO);
        assertThat(row.slot()).isEmpty();
    }

    @Test
    void parts_that_come_after_the_latest_start_are_to_be_expedited() {
        Prediction soon = new Prediction(
                "north",
                "c1",
                "bearing",
                "bearing wear",
                Optional.empty(),
                0.7,
                5,
                8,
                12,
                List.of(),
                Duration.ZERO,
                AS_OF,
                "v1");
        WorklistRules noLead = new WorklistRules(
                0.2,
                RULES.coolDown(),
                io.millwright.evaluation.Horizon.ofHours(24, 0),
                Given.COSTS,
                "USD",
                8,
                RULES.actions(),
                RULES.axis());

        WorklistRow row = WorklistPlanner.plan(AS_OF, List.of(soon), nothingElse(), noLead)
                .rows()
                .get(0);

        assertThat(row.action()).contains("expedite");
        assertThat(row.slot()).contains(new Interval(hour(10), hour(14)));
        assertThat(row.latestStart()).contains(hour(1));
    }

    @Test
    void work_whose_parts_come_after_the_planned_days_has_a_slot_and_takes_none_of_their_crew_hours() {
        Action slowParts = new Action("bearing wear", "*", "replace bearing", "bearing 6205", 100, 4, 0.9);
        WorklistRules threeDays = new WorklistRules(
                0.2,
                RULES.coolDown(),
                RULES.horizon(),
                Given.COSTS,
                "USD",
                8,
                List.of(slowParts, Given.TENSION_BELT),
                RULES.axis());

        Worklist list =
                WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7), belt("c2", 0.5)), nothingElse(), threeDays);

        assertThat(list.rows())
                .filteredOn(row -> row.equipmentId().equals("c1"))
                .extracting(WorklistRow::slot)
                .containsExactly(Optional.of(new Interval(hour(100), hour(104))));
        assertThat(list.sites().get(0).crewHours()).isEqualTo(3 * 8);
        assertThat(list.sites().get(0).plannedHours()).isEqualTo(2);
        assertThat(list.sites().get(0).undoneJobs()).isZero();
    }

    private static Order scheduled(String machine, String component, int atHour, OptionalDouble crewHours) {
        return new Order(
                "WO-7", machine, component, "scheduled", hour(-5), Optional.of(hour(atHour)), "north", crewHours);
    }

    private static List<String> done(Worklist list) {
        return list.rows().stream()
                .filter(row -> row.rank().isPresent() && !row.leftUndone())
                .map(WorklistRow::equipmentId)
                .toList();
    }

    @Test
    void hours_of_work_that_is_planned_already_are_not_planned_again() {
        List<Prediction> alerts = List.of(bearing("c1", 0.9), bearing("c2", 0.8), bearing("c3", 0.7));

        Worklist free = WorklistPlanner.plan(AS_OF, alerts, nothingElse(), Given.rules(4));
        Worklist taken = WorklistPlanner.plan(
                AS_OF, alerts, orders(scheduled("c9", "belt", 12, OptionalDouble.of(4))), Given.rules(4));
        Worklist later = WorklistPlanner.plan(
                AS_OF, alerts, orders(scheduled("c9", "belt", 24 * 30, OptionalDouble.of(4))), Given.rules(4));

        assertThat(done(free)).containsExactly("c1", "c2");
        assertThat(done(taken)).containsExactly("c1");
        assertThat(taken.sites().get(0).crewHours())
                .isEqualTo(free.sites().get(0).crewHours() - 4);
        assertThat(done(later)).containsExactly("c1", "c2");
    }

    @Test
    void an_order_that_does_not_say_its_hours_takes_those_of_the_work_it_covers() {
        List<Prediction> alerts = List.of(bearing("c1", 0.9), bearing("c2", 0.8), bearing("c3", 0.7));

        Worklist list = WorklistPlanner.plan(
                AS_OF, alerts, orders(scheduled("c1", "bearing", 12, OptionalDouble.empty())), Given.rules(4));

        assertThat(done(list)).containsExactly("c2");
    }

    @Test
    void of_several_predictions_for_one_part_the_most_probable_counts() {
        Worklist list =
                WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.3), bearing("c1", 0.8)), nothingElse(), RULES);

        assertThat(list.rows()).extracting(WorklistRow::pFail).containsExactly(0.8);
        assertThat(list.health().machines())
                .containsEntry("c1", list.health().component("c1", "bearing").getAsDouble());
    }

    @Test
    void the_list_does_not_depend_on_the_order_of_predictions() {
        SplittableRandom random = new SplittableRandom(5);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            predictions.add(random.nextBoolean() ? bearing("c" + i, random.nextInt(10) / 10.0) : belt("c" + i, 0.5));
        }
        Worklist list = WorklistPlanner.plan(AS_OF, predictions, nothingElse(), Given.rules(5));

        for (int shuffle = 0; shuffle < 10; shuffle++) {
            Collections.shuffle(predictions, new Random(shuffle));
            assertThat(WorklistPlanner.plan(AS_OF, predictions, nothingElse(), Given.rules(5))
                            .rows())
                    .isEqualTo(list.rows());
        }
    }

    @Test
    void predictions_of_another_as_of_are_refused() {
        assertThatThrownBy(() ->
                        WorklistPlanner.plan(AS_OF, List.of(Given.at(hour(-24), "c1", 0.5)), nothingElse(), RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one as_of");
    }

    @Test
    void health_is_that_of_the_weakest_component_and_the_mean_of_the_machines() {
        Health health = Health.of(List.of(bearing("c1", 0.1), belt("c1", 0.4), bearing("c2", 0.2)));

        assertThat(health.component("c1", "bearing")).hasValue(90);
        assertThat(health.machines().get("c1")).isCloseTo(60, within(1e-9));
        assertThat(health.sites().get("north")).isCloseTo(70, within(1e-9));
        assertThat(health.fleet().getAsDouble()).isCloseTo(70, within(1e-9));
        assertThat(health.component("c9", "belt")).isEmpty();
    }

    private static List<Status> statuses(List<Prediction> predictions, Order... orders) {
        return WorklistPlanner.plan(AS_OF, predictions, orders(orders), RULES).rows().stream()
                .map(WorklistRow::status)
                .toList();
    }

    @Test
    void of_the_lead_a_target_promises_only_what_is_left_of_it_counts() {
        assertThat(latestStartAtAge(0)).isEqualTo(hour(24 - 4));
        assertThat(latestStartAtAge(6)).isEqualTo(hour(24 - 6 - 4));
        assertThat(latestStartAtAge(100)).isEqualTo(AS_OF);
    }

    private static Instant latestStartAtAge(int hours) {
        Prediction prediction = new Prediction(
                "north",
                "c1",
                "bearing",
                "bearing wear",
                Optional.empty(),
                0.7,
                0,
                1,
                2,
                List.of(),
                Duration.ofHours(hours),
                AS_OF,
                "v1");
        return WorklistPlanner.plan(AS_OF, List.of(prediction), nothingElse(), RULES)
                .rows()
                .get(0)
                .latestStart()
                .orElseThrow();
    }

    @Test
    void an_unusual_machine_has_a_line_of_its_own_only_where_no_alert_stands() {
        WorklistPlanner.Knowledge knowledge = new WorklistPlanner.Knowledge(
                List.of(),
                List.of(),
                List.of(),
                List.of(new SilentMachine("south", "c9", hour(-200))),
                List.of(
                        new UnusualMachine("south", "c7", "unusual: score 0.99"),
                        new UnusualMachine("north", "c1", "unusual: score 0.98"),
                        new UnusualMachine("north", "c2", "unusual: score 0.97")));

        Worklist list = WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7), bearing("c2", 0.1)), knowledge, RULES);

        assertThat(list.rows()).extracting(WorklistRow::equipmentId).containsExactly("c1", "c7", "c2", "c9");
        assertThat(list.rows().get(1)).satisfies(row -> {
            assertThat(row.status()).isEqualTo(Status.UNUSUAL);
            assertThat(row.tier()).isEqualTo(Tier.INFO);
            assertThat(row.rank()).isEmpty();
            assertThat(row.pFail()).isNaN();
            assertThat(row.reasons()).containsExactly("unusual: score 0.99");
        });
        assertThat(list.alerts()).extracting(AlertState::equipmentId).containsExactly("c1");
        assertThat(WorklistScreen.text(list, RULES, 20))
                .contains("UNUSUAL, THOUGH NO FAILURE IS FORETOLD (2)", "south c7, unusual: score 0.99")
                .doesNotContain("ALERTS NOT WORTH AN HOUR YET");
        assertThat(WorklistScreen.unlabelled(list, RULES, 12, 20))
                .contains("2 of 12 machines", "UNUSUAL (2)", "NO READINGS, SO NOT JUDGED (1)")
                .doesNotContain("c1");
    }

    @Test
    void a_machine_without_readings_stands_last_with_no_figure_and_in_nobodys_health() {
        SilentMachine silent = new SilentMachine("south", "c9", hour(-200));
        WorklistPlanner.Knowledge knowledge =
                new WorklistPlanner.Knowledge(List.of(), List.of(), List.of(), List.of(silent), List.of());

        Worklist list = WorklistPlanner.plan(AS_OF, List.of(bearing("c1", 0.7)), knowledge, RULES);

        assertThat(list.rows()).extracting(WorklistRow::equipmentId).containsExactly("c1", "c9");
        assertThat(list.rows().get(1)).satisfies(row -> {
            assertThat(row.status()).isEqualTo(Status.NO_READINGS);
            assertThat(row.rank()).isEmpty();
            assertThat(row.pFail()).isNaN();
            assertThat(row.latestStart()).isEmpty();
            assertThat(row.reasons()).containsExactly("no readings since " + hour(-200));
        });
        assertThat(list.health().machines()).containsOnlyKeys("c1");
        assertThat(list.sites()).extracting(SitePlan::site).containsExactly("north");
        assertThat(WorklistScreen.text(list, RULES, 20))
                .contains(
                        "1 machines",
                        "NO READINGS, SO NOT JUDGED (1)",
                        "south c9, no readings since 2024-06-16T22:00:00Z")
                .doesNotContain("ALERTS NOT WORTH AN HOUR YET");
        assertThat(WorklistCsv.text(list.rows()))
                .contains(
                        "\r\n,info,no readings,south,c9,,,low,,,72,,,,no readings since 2024-06-16T22:00:00Z,,0,,0,,,0,");
    }
}
