package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog.Load;
import io.millwright.features.context.MachineLog.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Open and planned work at one moment, from literal records; times are in hours. */
class ScheduleFeaturesTest {

    private static final long H = 3_600_000;
    private static final ContextPlan.Schedule ALL = new ContextPlan.Schedule(true, true, true);

    /** Open orders, hours since the oldest, hours to the next planned one, hours to the next stop. */
    private static List<Double> row(List<Standing> standings, List<Load> loads, long hour) {
        List<Double> row = new ArrayList<>();
        new ScheduleFeatures(ALL, standings, new PlannedLoad(loads)).addTo(row, hour * H);
        return row;
    }

    private static Standing open(String id, long hour, long knownHour, @Nullable Long plannedHour) {
        return Standing.of(id, hour * H, knownHour * H, true, plannedHour == null ? null : plannedHour * H);
    }

    private static Standing closed(String id, long hour, long knownHour) {
        return Standing.of(id, hour * H, knownHour * H, false, null);
    }

    @Test
    void orders_are_open_from_when_they_were_written_until_they_are_written_as_closed() {
        List<Standing> standings =
                List.of(open("a", 10, 20, null), closed("a", 40, 45), open("b", 30, 30, null), closed("c", 12, 12));

        assertThat(row(standings, List.of(), 19)).startsWith(0.0, Double.NaN);
        assertThat(row(standings, List.of(), 20)).startsWith(1.0, 10.0);
        assertThat(row(standings, List.of(), 30))
                .as("b is opened at this very moment")
                .startsWith(1.0, 20.0);
        assertThat(row(standings, List.of(), 31)).startsWith(2.0, 21.0);
        assertThat(row(standings, List.of(), 44))
                .as("nobody knows that a is done")
                .startsWith(2.0, 34.0);
        assertThat(row(standings, List.of(), 45)).startsWith(1.0, 15.0);
    }

    @Test
    void an_order_of_which_only_its_end_was_written_was_never_open() {
        assertThat(row(List.of(closed("a", 40, 45)), List.of(), 50)).startsWith(0.0, Double.NaN);
    }

    @Test
    void the_next_planned_order_is_by_the_plan_that_was_written_last() {
        List<Standing> standings = List.of(open("a", 10, 10, 100L), open("a", 10, 50, 70L), open("b", 11, 11, 60L));

        assertThat(row(standings, List.of(), 49).get(2)).isEqualTo(11);
        assertThat(row(standings, List.of(), 60).get(2))
                .as("at this very moment")
                .isEqualTo(0);
        assertThat(row(standings, List.of(), 61).get(2)).as("b is overdue").isEqualTo(9);
        assertThat(row(standings, List.of(), 71).get(2)).isNaN();
    }

    @Test
    void a_stop_counts_from_when_its_plan_is_known_and_up_to_thirty_days_ahead() {
        List<Load> loads = List.of(
                Load.of(0, 2000 * H, 0, 0.7, true),
                Load.of(100 * H, 110 * H, 50 * H, 0, true),
                Load.of(1500 * H, 1510 * H, 0, 0, true));

        assertThat(row(List.of(), loads, 49).get(3)).isNaN();
        assertThat(row(List.of(), loads, 50).get(3)).isEqualTo(50);
        assertThat(row(List.of(), loads, 105).get(3)).as("it stands still").isEqualTo(0);
        assertThat(row(List.of(), loads, 110).get(3)).isNaN();
        assertThat(row(List.of(), loads, 1500 - 30 * 24 + 1).get(3)).isEqualTo(30 * 24 - 1);
    }

    @Test
    void nothing_that_is_written_later_changes_a_row() {
        List<Standing> standings = List.of(open("a", 10, 10, 100L), open("b", 30, 30, 90L));
        List<Standing> more = new ArrayList<>(standings);
        more.addAll(
                List.of(closed("a", 39, 41), open("b", 30, 41, 60L), open("c", 5, 41, 50L), open("d", 40, 40, 45L)));

        assertThat(row(more, List.of(Load.of(50 * H, 60 * H, 41 * H, 0, false)), 40))
                .isEqualTo(row(standings, List.of(), 40));
    }

    @Test
    void in_time_an_order_is_open_from_its_beginning_to_its_end() {
        MachineLog empty = MachineLog.empty();
        MachineLog late = new MachineLog(
                empty.facts(),
                empty.events(),
                empty.orders(),
                empty.plan(),
                empty.parts(),
                empty.stays(),
                List.of(open("a", 10, 50, 90L), open("a", 10, 90, 80L), closed("a", 40, 95)),
                List.of());

        assertThat(row(late.inTime().standings(), List.of(), 40))
                .as("planned as it was written last")
                .startsWith(1.0, 30.0, 40.0);
        assertThat(row(late.inTime().standings(), List.of(), 41)).startsWith(0.0, Double.NaN);
    }
}
