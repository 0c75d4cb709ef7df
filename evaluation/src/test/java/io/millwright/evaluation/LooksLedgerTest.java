package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.LooksLedger.Granted;
import io.millwright.evaluation.LooksLedger.Key;
import io.millwright.evaluation.LooksLedger.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LooksLedgerTest {

    private static final Key FIRST = new Key("march", "rows-1", "config-1", "code-1");
    private static final Key SECOND = new Key("march", "rows-1", "config-2", "code-1");

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

        assertThat(granted.ledger().looks())
                .extracting(LooksLedger.Look::reason)
                .containsExactly("");
        assertThat(granted(granted.ledger(), SECOND, Optional.of("it was started again"))
                        .ledger()
                        .looks())
                .extracting(LooksLedger.Look::reason)
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
                        .contains("march", "1 time", "--look-again"));
    }

    @Test
    void a_new_key_with_a_reason_is_logged_and_counted() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        Granted twice = granted(once, SECOND, Optional.of("units were wrong"));

        assertThat(twice.count()).isEqualTo(2);
        assertThat(twice.ledger().looks().get(1).reason()).isEqualTo("units were wrong");
        assertThat(granted(twice.ledger(), FIRST, Optional.empty()).count()).isEqualTo(2);
    }

    @Test
    void another_window_starts_afresh() {
        LooksLedger once = granted(LooksLedger.empty(), FIRST, Optional.empty()).ledger();

        assertThat(granted(once, new Key("april", "rows-2", "config-1", "code-1"), Optional.empty())
                        .count())
                .isEqualTo(1);
    }

    private static Granted granted(LooksLedger ledger, Key key, Optional<String> reason) {
        return (Granted) ledger.look(key, reason);
    }
}
