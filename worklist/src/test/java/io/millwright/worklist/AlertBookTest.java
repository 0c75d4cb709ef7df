package io.millwright.worklist;

import static io.millwright.worklist.Given.RULES;
import static io.millwright.worklist.Given.history;
import static io.millwright.worklist.Given.hour;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBookTest {

    private final List<AlertState> history = new ArrayList<>();

    @Test
    void the_same_alert_is_news_once() {
        assertThat(statusOn(0, 0.5)).isEqualTo("new");
        assertThat(statusOn(1, 0.5)).isEqualTo("ongoing");
        assertThat(statusOn(2, 0.55)).isEqualTo("ongoing");
    }

    @Test
    void a_clear_rise_or_a_worse_severity_is_worsened() {
        statusOn(0, 0.4);

        assertThat(statusOn(1, 0.56)).isEqualTo("worsened");
        assertThat(statusOn(2, 0.61)).isEqualTo("worsened");
        assertThat(statusOn(3, 0.62)).isEqualTo("ongoing");
    }

    @Test
    void below_the_threshold_it_is_cleared_once() {
        statusOn(0, 0.5);

        assertThat(statusOn(1, 0.1)).isEqualTo("cleared");
        assertThat(statusOn(2, 0.1)).isEqualTo("none");
    }

    @Test
    void back_within_the_cool_down_it_is_the_same_alert_and_after_it_a_new_one() {
        statusOn(0, 0.5);
        statusOn(1, 0.1);

        assertThat(statusOn(2, 0.5)).isEqualTo("ongoing");

        history.clear();
        statusOn(0, 0.5);
        statusOn(1, 0.1);
        statusOn(2, 0.1);
        assertThat(statusOn(3, 0.5)).isEqualTo("new");
    }

    @Test
    void a_list_made_again_comes_out_the_same() {
        statusOn(0, 0.5);
        Instant day = hour(24);
        Worklist once = list(day, 0.7);
        history.addAll(once.alerts());

        assertThat(list(day, 0.7)).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void an_alert_with_an_order_is_remembered_as_planned_and_goes_on_when_the_order_is_gone() {
        Worklist planned = WorklistPlanner.plan(
                hour(0),
                List.of(Given.at(hour(0), "c1", 0.5)),
                Given.orders(Given.order("c1", "bearing", "open", -1)),
                RULES);
        assertThat(planned.alerts()).extracting(AlertState::status).containsExactly(Status.ALREADY_PLANNED);
        history.addAll(planned.alerts());

        assertThat(statusOn(1, 0.5)).isEqualTo("ongoing");
    }

    @Test
    void an_alert_of_a_machine_that_fell_silent_stands_until_readings_say_otherwise() {
        statusOn(0, 0.5);

        assertThat(withoutReadings(1).rows()).singleElement().satisfies(row -> {
            assertThat(row.status()).isEqualTo(Status.NO_READINGS);
            assertThat(row.reasons())
                    .containsExactly("no readings since " + hour(-99), "an alert raised " + hour(0) + " stood then");
        });
        assertThat(history).last().extracting(AlertState::status).isEqualTo(Status.NO_READINGS);
        assertThat(withoutReadings(2).alerts()).extracting(AlertState::raisedAt).containsExactly(hour(0));
        assertThat(statusOn(9, 0.5)).isEqualTo("ongoing");
        assertThat(statusOn(10, 0.1)).isEqualTo("cleared");
        assertThat(withoutReadings(20).rows().get(0).reasons()).hasSize(1);
    }

    private Worklist withoutReadings(int day) {
        SilentMachine silent = new SilentMachine("north", "c1", hour(-99));
        Worklist list = WorklistPlanner.plan(
                hour(24 * day),
                List.of(),
                new WorklistPlanner.Knowledge(List.of(), List.of(), history, List.of(silent), List.of()),
                RULES);
        history.addAll(list.alerts());
        return list;
    }

    @Test
    void alerts_survive_the_table() {
        statusOn(0, 0.5);
        withoutReadings(1);

        assertThat(AlertTable.states(AlertTable.rows(history))).isEqualTo(history);
    }

    private String statusOn(int day, double pFail) {
        Worklist list = list(hour(24 * day), pFail);
        history.addAll(list.alerts());
        return list.rows().isEmpty() ? "none" : list.rows().get(0).status().text();
    }

    private Worklist list(Instant asOf, double pFail) {
        return WorklistPlanner.plan(asOf, List.of(Given.at(asOf, "c1", pFail)), history(history), RULES);
    }
}
