package io.millwright.training.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.knowledge.Incident.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(3);

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static Incident failure(String machine, String component, String mode, int day, int knownDay) {
        return new Incident(machine, component, mode, day(day), day(knownDay), Source.FAILURE, "");
    }

    private static Incident finding(String machine, String mode, int day, String action) {
        return new Incident(machine, "", mode, day(day), day(day), Source.FEEDBACK, action);
    }

    @Test
    void the_action_is_the_finders_else_the_first_order_on_what_was_damaged_before_anything_else_happened() {
        Incident failed = failure("m", "bearing", "wear", 10, 10);
        Incident later = failure("m", "motor", "burnout", 20, 20);
        Incident found = finding("m", "wear", 30, "regreased");
        History history = new History(
                List.of(failed, later, found),
                List.of(
                        new Repair("m", "bearing", day(5), day(5), "before it"),
                        new Repair("m", "belt", day(11), day(11), "of something else"),
                        new Repair("m", "bearing", day(12), day(14), "1x bearing"),
                        new Repair("m", "motor", day(25), day(40), "1x motor"),
                        new Repair("x", "bearing", day(11), day(11), "of another machine")));

        assertThat(history.action(failed, day(99))).isEqualTo("1x bearing");
        assertThat(history.action(failed, day(13))).as("not written down yet").isEmpty();
        assertThat(history.action(later, day(99))).isEqualTo("1x motor");
        assertThat(history.action(found, day(99))).isEqualTo("regreased");
    }

    @Test
    void an_order_after_the_next_failure_was_not_for_this_one() {
        Incident first = failure("m", "bearing", "wear", 10, 10);
        History history = new History(
                List.of(first, failure("m", "bearing", "wear", 20, 20)),
                List.of(new Repair("m", "bearing", day(21), day(21), "1x bearing")));

        assertThat(history.action(first, day(99))).isEmpty();
        assertThat(history.again(first, day(99))).contains(day(20));
        assertThat(history.again(first, day(19))).isEmpty();
    }

    @Test
    void a_finding_of_a_failure_that_came_is_one_case_with_it_once_that_is_known() {
        Incident found = finding("m", "wear", 10, "");
        Incident failed = failure("m", "bearing", "wear", 12, 15);
        History history = new History(List.of(failed, found), List.of());

        assertThat(history.knownBy(day(11), HORIZON, 9)).containsExactly(found);
        assertThat(history.knownBy(day(14), HORIZON, 9)).containsExactly(found);
        assertThat(history.knownBy(day(15), HORIZON, 9)).containsExactly(failed);
        assertThat(history.newestFailures(9)).containsExactly(failed);
    }

    private static History withFindings(boolean correctsLog, Incident... incidents) {
        return new History(List.of(incidents), List.of(), new History.Naming(Duration.ofDays(1), correctsLog));
    }

    @Test
    void a_finding_says_of_its_failure_what_the_log_does_not_and_what_was_done() {
        Incident unnamed = failure("m", "", "", 12, 12);
        Incident before = finding("m", "wear", 10, "regreased");
        Incident after = new Incident("m", "bearing", "", day(13), day(14), Source.FEEDBACK, "");
        Incident nextDay = finding("m", "burnout", 14, "other damage");
        History history = withFindings(false, unnamed, before, after, nextDay);

        assertThat(history.knownBy(day(13), HORIZON, 9))
                .containsExactly(new Incident("m", "", "wear", day(12), day(12), Source.FAILURE, "regreased"));
        assertThat(history.knownBy(day(14), HORIZON, 9))
                .containsExactly(
                        new Incident("m", "bearing", "wear", day(12), day(14), Source.FAILURE, "regreased"), nextDay);
        assertThat(history.newestFailures(9)).as("nothing in the log names it").isEmpty();
        assertThat(withFindings(false, unnamed).knownBy(day(99), HORIZON, 9)).isEmpty();
    }

    @Test
    void what_the_log_says_stays_unless_findings_correct_it() {
        Incident logged = failure("m", "belt", "slip", 12, 12);
        Incident found = finding("m", "wear", 10, "regreased");

        assertThat(withFindings(false, logged, found).knownBy(day(99), HORIZON, 9))
                .containsExactly(logged);
        assertThat(withFindings(true, logged, found).knownBy(day(99), HORIZON, 9))
                .containsExactly(new Incident("m", "belt", "wear", day(12), day(12), Source.FAILURE, "regreased"));
    }

    @Test
    void nothing_that_became_known_later_has_a_say() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            List<Incident> incidents = new ArrayList<>();
            List<Repair> repairs = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int day = random.nextInt(100);
                String machine = "m" + random.nextInt(3);
                incidents.add(
                        random.nextBoolean()
                                ? failure(
                                        machine,
                                        "c" + random.nextInt(2),
                                        random.nextBoolean() ? "w" : "",
                                        day,
                                        day + random.nextInt(9))
                                : new Incident(
                                        machine,
                                        "",
                                        "w",
                                        day(day),
                                        day(day + random.nextInt(9)),
                                        Source.FEEDBACK,
                                        "did " + i));
                repairs.add(new Repair(machine, "", day(day + 1), day(day + 1 + random.nextInt(9)), "order " + i));
            }
            Instant asOf = day(random.nextInt(110));
            History.Naming naming = new History.Naming(Duration.ofDays(1), random.nextBoolean());
            History whole = new History(incidents, repairs, naming);
            History cut = new History(
                    incidents.stream()
                            .filter(each -> !each.knownAt().isAfter(asOf))
                            .toList(),
                    repairs.stream()
                            .filter(each -> !each.knownAt().isAfter(asOf))
                            .toList(),
                    naming);

            List<Incident> known = whole.knownBy(asOf, HORIZON, 20);

            assertThat(known).isEqualTo(cut.knownBy(asOf, HORIZON, 20));
            for (Incident each : known) {
                assertThat(whole.action(each, asOf)).isEqualTo(cut.action(each, asOf));
                Optional<Instant> again = whole.again(each, asOf);
                assertThat(again).isEqualTo(cut.again(each, asOf));
            }
        }
    }
}
