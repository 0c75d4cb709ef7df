package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MachineFactsTest {

    private static final Instant NEW = Instant.parse("2020-01-01T00:00:00Z");

    @Test
    void an_age_band_holds_its_lower_end_but_not_its_upper() {
        MachineFacts machine = with(List.of());

        assertThat(machine.ageBand(after(2).minusMillis(1))).isEqualTo("under 2 years");
        assertThat(machine.ageBand(after(2))).isEqualTo("2 to 5 years");
        assertThat(machine.ageBand(after(14.9))).isEqualTo("10 to 15 years");
        assertThat(machine.ageBand(after(40))).isEqualTo("15 years and more");
        assertThat(MachineFacts.of("s", "t").ageBand(after(40))).isEqualTo(MachineFacts.UNKNOWN);
    }

    @Test
    void the_part_that_sits_in_a_machine_is_the_last_one_installed_by_then() {
        MachineFacts machine = with(List.of(
                new MachineFacts.Part("belt", "B", after(2)),
                new MachineFacts.Part("belt", "A", after(0)),
                new MachineFacts.Part("motor", "C", after(1))));

        assertThat(machine.generation("belt", after(2).minusMillis(1))).isEqualTo("A");
        assertThat(machine.generation("belt", after(2))).isEqualTo("B");
        assertThat(machine.generation("motor", after(0))).isEqualTo(MachineFacts.UNKNOWN);
    }

    private static MachineFacts with(List<MachineFacts.Part> parts) {
        return new MachineFacts("s", "t", "Acme", NEW, parts);
    }

    private static Instant after(double years) {
        return NEW.plus(Duration.ofHours(Math.round(8_766 * years)));
    }
}
