package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.LooksLedger.Granted;
import io.millwright.evaluation.LooksLedger.Refused;
import io.millwright.evaluation.LooksLedger.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LooksLedgerTest {

    private static final TimeWindow MARCH = days(1, 31);
    private static final Run FIRST = new Run("rows-1", "config-1", "code-1");
    private static final Run SECOND = new Run("rows-1", "config-2", "code-1");

    @Test
    void the_first_look_needs_no_reason() {
        Granted granted = granted(LooksLedger.empty(), FIRST, "", MARCH);

        assertThat(granted.count()).isEqualTo(1);
        assertThat(granted.ledger().looks()).hasSize(1);
    }

    /** As the demo gives one, which may have been started before or not. */
    @Test
    void a_reason_that_comes_with_a_first_look_is_not_kept() {
        Granted granted = granted(LooksLedger.empty(), FIRST, "it was started again", MARCH);

        assertThat(reasons(granted)).containsExactly("");
        assertThat(reasons(granted(granted.ledger(), SECOND, "it was started again", MARCH)))
                .containsExactly("", "it was started again");
    }

    @Test
    void the_same_key_is_the_same_look() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, "", MARCH).ledger();

        Granted again = granted(once, FIRST, "", MARCH);

        assertThat(again.count()).isEqualTo(1);
        assertThat(again.ledger()).isEqualTo(once);
    }

    @Test
    void a_new_key_on_a_used_window_is_refused_without_a_reason() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, "", MARCH).ledger();

        assertThat(once.look(SECOND, List.of(MARCH), Optional.of("  ")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                        .contains("2025-03-01T00:00:00Z/2025-03-31T00:00:00Z", "1 time ", "--look-again"));
        assertThat(once.look(new Run("rows-2", "config-1", "code-1"), List.of(MARCH), Optional.empty()))
                .as("rows were changed, and none came in")
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_new_key_with_a_reason_is_logged_and_counted() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, "", MARCH).ledger();

        Granted twice = granted(once, SECOND, "units were wrong", MARCH);

        assertThat(twice.count()).isEqualTo(2);
        assertThat(reasons(twice)).containsExactly("", "units were wrong");
        assertThat(granted(twice.ledger(), FIRST, "", MARCH).count()).isEqualTo(2);
    }

    @Test
    void a_window_that_begins_where_a_used_one_ends_starts_afresh() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, "", MARCH).ledger();

        Granted granted = granted(once, new Run("rows-2", "config-2", "code-2"), "", days(31, 60));

        assertThat(granted.count()).isEqualTo(1);
        assertThat(reasons(granted)).containsExactly("", "");
    }

    @Test
    void a_nudged_window_is_another_look_at_the_same_rows() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, "", MARCH).ledger();
        List<TimeWindow> nudged = List.of(days(30, 60));

        assertThat(once.look(SECOND, nudged, Optional.empty())).isInstanceOf(Refused.class);
        assertThat(once.look(new Run("rows-2", "config-1", "code-2"), nudged, Optional.empty()))
                .isInstanceOf(Refused.class);
        Granted granted = granted(once, SECOND, "March had a strike", days(30, 60));
        assertThat(granted.count()).isEqualTo(2);
        assertThat(reasons(granted)).containsExactly("", "March had a strike");
    }

    /** The first of them stays where it is: cuts between tests fall on whole days. */
    @Test
    void tests_that_data_moved_on_are_counted_and_need_no_reason_but_that() {
        Granted granted = granted(LooksLedger.empty(), FIRST, "", days(1, 15), days(15, 31));
        for (int more = 1; more <= 3; more++) {
            Run run = new Run("rows-" + (more + 1), "config-1", "code-1");
            granted = granted(granted.ledger(), run, "", days(1, 15), days(15, 31 + more));
        }

        assertThat(granted.count()).isEqualTo(4);
        assertThat(reasons(granted))
                .hasSize(8)
                .filteredOn(LooksLedger.DATA_CAME_IN::equals)
                .hasSize(6);
    }

    @Test
    void the_tests_of_one_training_run_are_one_look_though_they_overlap() {
        Granted granted = granted(LooksLedger.empty(), FIRST, "", MARCH, days(10, 60));

        assertThat(granted.count()).isEqualTo(1);
        assertThat(reasons(granted)).containsExactly("", "");
    }

    @Test
    void a_window_of_a_single_moment_is_counted_too() {
        Granted granted = granted(LooksLedger.empty(), FIRST, "", days(7, 7));

        assertThat(granted.count()).isEqualTo(1);
        assertThat(granted.ledger().look(SECOND, List.of(days(7, 7)), Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    /** From the start of one day, counted from March 1, to that of another. */
    private static TimeWindow days(int from, int to) {
        Instant day = Instant.parse("2025-02-28T00:00:00Z");
        return new TimeWindow(day.plusSeconds(86_400L * from), day.plusSeconds(86_400L * to));
    }

    private static List<String> reasons(Granted granted) {
        return granted.ledger().looks().stream().map(LooksLedger.Look::reason).toList();
    }

    private static Granted granted(LooksLedger ledger, Run run, String reason, TimeWindow... windows) {
        return (Granted) ledger.look(run, List.of(windows), Optional.of(reason));
    }
}
