package io.millwright.pipeline.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.fleet.FaultKind;
import io.millwright.fleet.FaultRates;
import io.millwright.fleet.FleetSpec;
import io.millwright.fleet.Scenario;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Simulated;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateJobTest {

    @Test
    void the_pipeline_file_says_which_fleet() {
        FleetSpec spec = GenerateJob.spec(fleet("no-signal", 12, Map.of("spike", 2.0, "gap", 0.0)), "pipeline.yaml");

        FaultRates standard = FaultRates.defaults();
        assertThat(spec.machines()).isEqualTo(12);
        assertThat(spec.scenario()).isEqualTo(Scenario.NO_SIGNAL);
        assertThat(spec.faults().of(FaultKind.SPIKE)).isEqualTo(2 * standard.of(FaultKind.SPIKE));
        assertThat(spec.faults().of(FaultKind.GAP)).isZero();
        assertThat(spec.faults().of(FaultKind.STUCK)).isEqualTo(standard.of(FaultKind.STUCK));
    }

    @Test
    void a_fault_nobody_knows_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> GenerateJob.spec(fleet("default", 12, Map.of("gremlin", 1.0)), "pipeline.yaml"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("pipeline.yaml: landing.simulated")
                .hasMessageContaining("'gremlin'")
                .hasMessageContaining("stuck");
    }

    @Test
    void a_fleet_of_one_machine_is_refused() {
        assertThatThrownBy(() -> GenerateJob.spec(fleet("default", 1, Map.of()), "pipeline.yaml"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("machines must be in");
    }

    private static Simulated fleet(String scenario, int machines, Map<String, Double> faults) {
        return new Simulated("landing", "truth", machines, 30, 1, scenario, 5, faults);
    }
}
