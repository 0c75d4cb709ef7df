package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.LooksLedger.Granted;
import io.millwright.evaluation.LooksLedger.Key;
import io.millwright.evaluation.LooksLedger.Refused;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LooksLedgerTest {

    private static final Key FIRST = new Key(march(1, 31), "rows-1", "config-1", "code-1");
    private static final Key SECOND = new Key(march(1, 31), "rows-1", "config-2", "code-1");

    @Test
    void the_first_look_needs_no_reason() {
        Granted granted = granted(LooksLedger.empty(), FIRST, Optional.empty());

        assertThat(granted.count()).isEqualTo(1);
        assertThat(granted.ledger().looks()).hasSize(1);
    }

    /** As the demo gives one, which may have been started before or not. */
    @Test
    void a_reason_that_comes_with_a_first_look_is_not_kept() {
        Granted granted = granted(LooksLedger.empty(), FIRST, Optional.of("it was started again"));

        assertThat(reasons(granted)).containsExactly("");
        assertThat(reasons(granted(granted.ledger(), SECOND, Optional.of("it was started again"))))
                .containsExactly("", "it was started again");
    }

    @Test
    void the_same_key_is_the_same_look() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        Granted again = granted(once, FIRST, Optional.empty());

        assertThat(again.count()).isEqualTo(1);
        assertThat(again.ledger()).isEqualTo(once);
    }

    @Test
    void a_new_key_on_a_used_window_is_refused_without_a_reason() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        assertThat(once.look(SECOND, Optional.of("  ")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                        .contains("2025-03-01T00:00:00Z/2025-03-31T00:00:00Z", "1 time ", "--look-again"));
        assertThat(once.look(new Key(march(1, 31), "rows-2", "config-1", "code-1"), Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_new_key_with_a_reason_is_logged_and_counted() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        Granted twice = granted(once, SECOND, Optional.of("units were wrong"));

        assertThat(twice.count()).isEqualTo(2);
        assertThat(reasons(twice)).containsExactly("", "units were wrong");
        assertThat(granted(twice.ledger(), FIRST, Optional.empty()).count()).isEqualTo(2);
    }

    @Test
    void a_window_that_begins_where_a_used_one_ends_starts_afresh() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        Granted granted = granted(once, new Key(march(31, 60), "rows-2", "config-2", "code-2"), Optional.empty());

        assertThat(granted.count()).isEqualTo(1);
        assertThat(reasons(granted)).containsExactly("", "");
    }

    @Test
    void a_nudged_window_is_another_look_at_the_same_rows() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();
        Key nudged = new Key(march(30, 60), "rows-1", "config-2", "code-1");

        assertThat(once.look(nudged, Optional.empty())).isInstanceOf(Refused.class);
        assertThat(once.look(new Key(march(30, 60), "rows-2", "config-1", "code-2"), Optional.empty()))
                .isInstanceOf(Refused.class);
        Granted granted = granted(once, nudged, Optional.of("March had a strike"));
        assertThat(granted.count()).isEqualTo(2);
        assertThat(reasons(granted)).containsExactly("", "March had a strike");
    }

    @Test
    void windows_that_data_moved_are_counted_and_need_no_reason_but_that() {
        LooksLedger ledger = LooksLedger.empty();
        Granted granted = granted(ledger, FIRST, Optional.empty());
        for (int week = 1; week <= 3; week++) {
            Key moved = new Key(march(1 + week * 7, 31 + week * 7), "rows-" + (week + 1), "config-1", "code-1");
            granted = granted(granted.ledger(), moved, Optional.empty());
        }

        assertThat(granted.count()).isEqualTo(4);
        assertThat(reasons(granted))
                .containsExactly("", LooksLedger.DATA_CAME_IN, LooksLedger.DATA_CAME_IN, LooksLedger.DATA_CAME_IN);
    }

    @Test
    void the_tests_of_one_training_run_are_one_look_though_they_overlap() {
        Granted granted = granted(LooksLedger.empty(), FIRST, Optional.empty());

        granted = granted(granted.ledger(), new Key(march(10, 60), "rows-1", "config-1", "code-1"), Optional.empty());

        assertThat(granted.count()).isEqualTo(1);
        assertThat(reasons(granted)).containsExactly("", "");
    }

    @Test
    void a_window_of_a_single_moment_is_counted_too() {
        Granted granted =
                granted(LooksLedger.empty(), new Key(march(7, 7), "rows-1", "config-1", "code-1"), Optional.empty());

        assertThat(granted.count()).isEqualTo(1);
        assertThat(granted.ledger().look(new Key(march(7, 7), "rows-1", "config-2", "code-1"), Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    /** From the start of one day, counted from March 1, to that of another. */
    private static TimeWindow march(int from, int to) {
        Instant day = Instant.parse("2025-02-28T00:00:00Z");
        return new TimeWindow(day.plusSeconds(86_400L * from), day.plusSeconds(86_400L * to));
    }

    private static java.util.List<String> reasons(Granted granted) {
        return granted.ledger().looks().stream().map(LooksLedger.Look::reason).toList();
    }

    private static Granted granted(LooksLedger ledger, Key key, Optional<String> reason) {
        return (Granted) ledger.look(key, reason);
    }
}
