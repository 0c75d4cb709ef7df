package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetSpecTest {
    @Test
    void defaults_are_the_demo_fleet() {
        FleetSpec spec = FleetSpec.defaults();

        assertThat(spec)
                .isEqualTo(new FleetSpec(
                        40,
                        120,
                        Instant.parse("2025-01-01T00:00:00Z"),
                        1,
                        Scenario.DEFAULT,
                        5.0,
                        0.22,
                        0.12,
                        2.8,
                        Duration.ofHours(75),
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofSeconds(1),
                        1_000,
                        10_000,
                        FaultRates.defaults()));
        assertThat(spec.end()).isEqualTo(Instant.parse("2025-05-01T00:00:00Z"));
    }

    @Test
    void every_fault_is_on_by_default_and_none_can_be_switched_off() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(FaultRates.defaults().of(kind)).isPositive();
            assertThat(FaultRates.none().of(kind)).isZero();
            assertThat(FaultRates.defaults().with(kind, 0).of(kind)).isZero();
        }
    }

    @Test
    void impossible_fleets_are_refused_with_the_value() {
        assertThatThrownBy(() -> FleetSpec.defaults().withMachines(1))
                .hasMessage("machines must be in [2, 10000], got 1");
        assertThatThrownBy(() -> FleetSpec.defaults().withDays(3)).hasMessage("days must be in [7, 3650], got 3");
        assertThatThrownBy(() -> FleetSpec.defaults().withFailuresPerMachineYear(-1))
                .hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> FaultRates.defaults().with(FaultKind.SPIKE, -2))
                .hasMessageContaining("got -2.0");
    }

    @Test
    void big_fleets_have_files_of_bounded_size() {
        FleetSpec big = FleetSpec.defaults().withMachines(10_000);

        assertThat(Roster.sites(big)).hasSize(40);
        assertThat(Roster.machinesOf(big, Roster.sites(big).get(3))).hasSize(250);
        assertThat(Slice.months(big, 250)).hasSize(4 * 10);
    }
}
