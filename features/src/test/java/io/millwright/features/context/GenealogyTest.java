package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog.Stay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Parts that move between machines, against a walk through every hour. */
class GenealogyTest {

    private static final long H = 3_600_000;

    private static List<Double> of(List<Stay> stays, long hour) {
        return new Genealogy(stays).of("belt", hour * H);
    }

    private static Stay here(String serial, long from, long until) {
        return new Stay("belt", serial, true, from * H, until == Long.MAX_VALUE ? until : until * H, from * H);
    }

    private static Stay elsewhere(String serial, long from, long until) {
        return new Stay("belt", serial, false, from * H, until * H, from * H);
    }

    private static Stay told(String serial, long from, long until, long known) {
        return new Stay("belt", serial, true, from * H, until == Long.MAX_VALUE ? until : until * H, known * H);
    }

    @Test
    void a_part_that_moved_brings_its_age_and_its_hours_elsewhere() {
        List<Stay> stays = List.of(
                here("A", 0, 100), here("B", 100, Long.MAX_VALUE), elsewhere("B", 10, 60), elsewhere("B", 70, 100));

        assertThat(of(stays, 100)).containsExactly(100.0, 0.0, 0.0);
        assertThat(of(stays, 101)).containsExactly(91.0, 1.0, 80.0);
    }

    @Test
    void an_installation_at_the_very_moment_is_not_known_yet_and_how_a_stay_will_end_does_not_count() {
        List<Stay> sharp = List.of(here("A", 0, 100), here("B", 100, 200), elsewhere("A", 50, 70));
        List<Stay> otherFuture = List.of(here("A", 0, 150), elsewhere("A", 50, 120));

        assertThat(of(sharp, 60)).isEqualTo(of(otherFuture, 60)).containsExactly(60.0, 0.0, 10.0);
        assertThat(of(sharp, 100)).isNotEqualTo(of(otherFuture, 100));
    }

    @Test
    void an_exchange_written_down_late_counts_from_then_on() {
        List<Stay> stays =
                List.of(told("A", 0, Long.MAX_VALUE, 0), told("A", 0, 50, 80), told("B", 50, Long.MAX_VALUE, 80));

        assertThat(of(stays, 79)).as("A is thought to sit there").containsExactly(79.0, 0.0, 0.0);
        assertThat(of(stays, 80)).as("B sits there since 50").containsExactly(30.0, 1.0, 0.0);
    }

    @Test
    void a_place_whose_part_went_elsewhere_and_a_part_without_a_serial_have_none() {
        assertThat(of(List.of(here("A", 0, 50)), 60)).containsOnly(Double.NaN);
        assertThat(of(List.of(), 60)).containsOnly(Double.NaN);
        assertThat(of(List.of(here("A", 0, 50), here(null, 50, Long.MAX_VALUE)), 60))
                .containsExactly(Double.NaN, 1.0, Double.NaN);
    }

    @Test
    void moves_by_chance_give_what_a_walk_through_the_hours_gives() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int hours = 60;
            String[][] sits = walked(random, hours);
            List<Stay> stays = stays(sits);
            for (int asOf = 1; asOf < hours; asOf++) {
                assertThat(of(stays, asOf)).as("seed %d, hour %d", seed, asOf).isEqualTo(naive(sits, asOf));
            }
        }
    }

    /** Which of four serials sits in each of two machines, machine 0 being ours, hour by hour; null for none. */
    private static String[][] walked(Random random, int hours) {
        String[][] sits = new String[2][hours];
        for (int hour = 1; hour < hours; hour++) {
            sits[0][hour] = sits[0][hour - 1];
            sits[1][hour] = sits[1][hour - 1];
            if (random.nextInt(5) == 0) {
                int machine = random.nextInt(2);
                String serial = "s" + random.nextInt(4);
                sits[machine][hour] = serial;
                sits[1 - machine][hour] = serial.equals(sits[1 - machine][hour]) ? null : sits[1 - machine][hour];
            }
        }
        return sits;
    }

    private static List<Stay> stays(String[][] sits) {
        List<Stay> stays = new ArrayList<>();
        for (int machine = 0; machine < 2; machine++) {
            int from = 0;
            for (int hour = 1; hour <= sits[0].length; hour++) {
                String serial = sits[machine][from];
                if (hour == sits[0].length || !Objects.equals(sits[machine][hour], serial)) {
                    if (serial != null) {
                        stays.add(machine == 0 ? here(serial, from, hour) : elsewhere(serial, from, hour));
                    }
                    from = hour;
                }
            }
        }
        return stays;
    }

    private static List<Double> naive(String[][] sits, int asOf) {
        String now = sits[0][asOf - 1];
        if (now == null) {
            return List.of(Double.NaN, Double.NaN, Double.NaN);
        }
        int first = asOf;
        double elsewhere = 0;
        Set<String> others = new TreeSet<>();
        for (int hour = asOf - 1; hour >= 0; hour--) {
            first = now.equals(sits[0][hour]) || now.equals(sits[1][hour]) ? hour : first;
            elsewhere += now.equals(sits[1][hour]) ? 1 : 0;
            if (sits[0][hour] != null && !now.equals(sits[0][hour])) {
                others.add(sits[0][hour]);
            }
        }
        return List.of((double) asOf - first, (double) others.size(), elsewhere);
    }
}
