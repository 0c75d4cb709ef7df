package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.catalogue.FeatureDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Context at one moment, from literal records; times are in hours. */
class ContextFeaturesTest {

    private static final long H = 3_600_000;
    private static final ContextPlan PLAN = new ContextPlan(
            List.of("belt"),
            List.of("E7", "alarm event"),
            new long[] {24 * H},
            List.of("24h"),
            new long[] {48 * H},
            List.of("48h"),
            List.of("conveyor", "sorter"),
            List.of(),
            List.of(),
            true,
            true,
            true,
            false,
            false,
            List.of(),
            null,
            null,
            List.of());

    private static Map<String, Double> row(MachineLog log, long hour) {
        double[] values = new ContextFeatures(PLAN, log).row(hour * H, 10 * H);
        List<FeatureDefinition> features = new ContextCatalogue(PLAN).features();
        assertThat(values).hasSize(features.size());
        Map<String, Double> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(features.get(i).name().replace("context__", ""), values[i]);
        }
        return row;
    }

    private static MachineLog log(
            List<MachineLog.Event> events, List<MachineLog.Order> orders, List<MachineLog.Load> plan) {
        return new MachineLog(
                new MachineLog.Facts("s", "sorter", "m", null, 2),
                events,
                orders,
                plan,
                Map.of("belt", List.of(new MachineLog.Installation(0, 0))),
                List.of(),
                List.of(),
                List.of());
    }

    private static MachineLog.Order replaced(long hour, long knownHour) {
        return new MachineLog.Order(hour * H, knownHour * H, "preventive", "closed", "belt", null, true);
    }

    @Test
    void maintenance_at_the_very_moment_is_not_known_yet() {
        MachineLog log = log(List.of(), List.of(replaced(100, 100)), List.of());

        assertThat(row(log, 100)).containsEntry("hours_since_belt_replaced", 100.0);
        assertThat(row(log, 101)).containsEntry("hours_since_belt_replaced", 1.0);
    }

    @Test
    void a_part_put_in_counts_from_when_that_was_written_down() {
        MachineLog log = new MachineLog(
                log(List.of(), List.of(), List.of()).facts(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("belt", List.of(new MachineLog.Installation(0, 0), new MachineLog.Installation(50 * H, 70 * H))),
                List.of(),
                List.of(),
                List.of());

        assertThat(row(log, 69)).containsEntry("hours_since_belt_replaced", 69.0);
        assertThat(row(log, 70)).containsEntry("hours_since_belt_replaced", 20.0);
        assertThat(row(log.inTime(), 51)).containsEntry("hours_since_belt_replaced", 1.0);
    }

    @Test
    void work_that_exchanged_nothing_is_maintenance_and_no_replacement() {
        MachineLog.Order greased = new MachineLog.Order(110 * H, 110 * H, "preventive", "closed", "belt", null, false);
        MachineLog log = log(List.of(), List.of(replaced(100, 100), greased), List.of());

        assertThat(row(log, 120)).containsEntry("hours_since_belt_replaced", 20.0);
        assertThat(row(log, 120)).containsEntry("hours_since_maintenance", 10.0);
    }

    @Test
    void a_record_that_arrived_later_is_not_known_yet() {
        MachineLog log = log(List.of(), List.of(replaced(100, 130)), List.of());

        assertThat(row(log, 129)).containsEntry("hours_since_belt_replaced", 129.0);
        assertThat(row(log, 130)).containsEntry("hours_since_belt_replaced", 30.0);
        assertThat(row(log, 129).get("hours_since_maintenance")).isNaN();
    }

    @Test
    void moving_failure_time_maintenance_by_a_second_changes_no_row_until_then() {
        MachineLog sharp = log(List.of(), List.of(replaced(100, 100)), List.of());
        MachineLog moved = log(
                List.of(),
                List.of(new MachineLog.Order(
                        100 * H + 1000, 100 * H + 1000, "preventive", "closed", "belt", null, true)),
                List.of());

        assertThat(row(moved, 100)).isEqualTo(row(sharp, 100));
    }

    @Test
    void events_are_counted_in_the_window_before_the_row() {
        MachineLog log = log(
                List.of(
                        new MachineLog.Event(76 * H, 76 * H, "error", "E7", null, null),
                        new MachineLog.Event(75 * H, 75 * H, "error", "E7", null, null),
                        new MachineLog.Event(90 * H, 95 * H, "alarm", "E7", null, null),
                        new MachineLog.Event(100 * H, 100 * H, "error", "E7", null, null),
                        new MachineLog.Event(80 * H, 80 * H, "failure", null, "belt", "wear")),
                List.of(),
                List.of());

        Map<String, Double> row = row(log, 100);

        assertThat(row).containsEntry("e7_count_24h", 2.0).containsEntry("hours_since_e7", 10.0);
        assertThat(row).containsEntry("hours_since_failure", 20.0).containsEntry("hours_since_belt_failed", 20.0);
        assertThat(row(log, 94)).containsEntry("e7_count_24h", 2.0).containsEntry("hours_since_e7", 18.0);
    }

    @Test
    void an_event_without_a_code_is_counted_by_its_kind() {
        MachineLog log = log(
                List.of(
                        new MachineLog.Event(76 * H, 76 * H, "alarm", null, null, null),
                        new MachineLog.Event(90 * H, 90 * H, "alarm", null, null, null),
                        new MachineLog.Event(95 * H, 95 * H, "alarm", "E7", null, null),
                        new MachineLog.Event(96 * H, 96 * H, "error", null, null, null)),
                List.of(),
                List.of());

        assertThat(row(log, 100))
                .containsEntry("alarm_event_count_24h", 2.0)
                .containsEntry("hours_since_alarm_event", 10.0)
                .containsEntry("e7_count_24h", 1.0);
    }

    @Test
    void the_load_ahead_comes_from_plans_known_by_the_row() {
        MachineLog log = log(
                List.of(),
                List.of(),
                List.of(
                        planned(100 * H, 124 * H, 50 * H, 0.4),
                        planned(100 * H, 124 * H, 110 * H, 0.9),
                        planned(124 * H, 148 * H, 50 * H, 0.8),
                        planned(148 * H, 172 * H, 150 * H, 0.0)));

        assertThat(row(log, 100).get("planned_load_ahead_48h")).isCloseTo(0.6, within(1e-12));
        assertThat(row(log, 100).get("planned_load")).isNaN();
        assertThat(row(log, 112).get("planned_load")).isCloseTo(0.9, within(1e-12));
        assertThat(row(log, 112).get("planned_load_24h")).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void of_overlapping_plans_the_machines_own_counts_and_the_newest() {
        MachineLog log = log(
                List.of(),
                List.of(),
                List.of(
                        MachineLog.Load.of(0, 720 * H, 10 * H, 0.2, true),
                        planned(24 * H, 48 * H, 0, 0.4),
                        planned(48 * H, 72 * H, 0, 0.6),
                        planned(60 * H, 72 * H, 65 * H, 1.0)));

        assertThat(row(log, 100)).as("the site's plan alone").containsEntry("planned_load", 0.2);
        assertThat(row(log, 64)).as("its own, though older").containsEntry("planned_load", 0.6);
        assertThat(row(log, 70)).as("revised from another hour on").containsEntry("planned_load", 1.0);
        assertThat(row(log, 48).get("planned_load_ahead_48h")).isCloseTo(0.4, within(1e-12));
        assertThat(row(log, 66).get("planned_load_24h"))
                .as("6 h at 0.4, 12 h at 0.6 and 6 h at 1")
                .isCloseTo(0.65, within(1e-12));
    }

    private static MachineLog.Load planned(long fromMs, long toMs, long knownMs, double share) {
        return MachineLog.Load.of(fromMs, toMs, knownMs, share, false);
    }

    @Test
    void age_counts_from_the_metadata_and_type_is_one_hot() {
        Map<String, Double> row = row(log(List.of(), List.of(), List.of()), 34);

        assertThat(row)
                .containsEntry("age_days", 731.5)
                .containsEntry("type_conveyor", 0.0)
                .containsEntry("type_sorter", 1.0);
    }
}
