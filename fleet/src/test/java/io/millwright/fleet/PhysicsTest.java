package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhysicsTest {
    private static final FleetSpec CLEAN =
            FleetSpec.defaults().withDays(60).withFaults(FaultRates.none()).withFailuresPerMachineYear(0);
    private static final Site SITE = Roster.sites(CLEAN).get(0);
    private static final Machine MACHINE = Roster.machinesOf(CLEAN, SITE).get(0);
    private static final MachineHistory HEALTHY = MachineHistory.of(CLEAN, MACHINE, Climate.of(CLEAN, SITE));

    @Test
    void what_follows_the_load_is_correlated_with_it() {
        double[] load = HEALTHY.hours().load();

        assertThat(correlation(load, level(Sensor.TORQUE))).isGreaterThan(0.8);
        assertThat(correlation(load, level(Sensor.CURRENT))).isGreaterThan(0.8);
        assertThat(correlation(load, level(Sensor.THROUGHPUT))).isGreaterThan(0.8);
        assertThat(correlation(load, level(Sensor.MOTOR_TEMPERATURE))).isGreaterThan(0.5);
        assertThat(correlation(level(Sensor.TORQUE), level(Sensor.CURRENT))).isGreaterThan(0.8);
        assertThat(correlation(load, level(Sensor.PRESSURE))).isLessThan(0.3);
    }

    @Test
    void motor_temperature_lags_behind_a_step_of_load() {
        double steady = MachineHours.steady(MACHINE, Sensor.MOTOR_TEMPERATURE, 0.9);

        assertThat(steady).isGreaterThan(MachineHours.steady(MACHINE, Sensor.MOTOR_TEMPERATURE, 0.4) + 5);
        assertThat(lagHours(HEALTHY.hours().load(), level(Sensor.MOTOR_TEMPERATURE)))
                .isBetween(1, 5);
    }

    @Test
    void every_mode_moves_its_sensors_and_leaves_the_others() {
        for (FailureMode mode : FailureMode.ALL) {
            long moved = List.of(Sensor.ALL).stream()
                    .filter(sensor -> Math.abs(mode.weight(sensor)) >= 0.45)
                    .count();

            assertThat(moved).as(mode.label).isBetween(3L, 4L);
            assertThat(mode.weight(Sensor.AMBIENT_TEMPERATURE)).isZero();
        }
    }

    @Test
    void no_sensor_is_moved_strongly_by_more_than_two_modes() {
        for (Sensor sensor : Sensor.ALL) {
            long modes = List.of(FailureMode.ALL).stream()
                    .filter(mode -> Math.abs(mode.weight(sensor)) > 0.5)
                    .count();

            assertThat(modes).as(sensor.column).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void degradation_grows_from_onset_to_failure_and_ends_with_it() {
        Episode episode = new Episode(FailureMode.BEARING_WEAR, true, 100, 300, true, 310, 300, 9, 0);

        assertThat(episode.degradation(100, Scenario.DEFAULT)).isZero();
        assertThat(episode.degradation(200, Scenario.DEFAULT)).isBetween(0.1, 0.5);
        assertThat(episode.degradation(299, Scenario.DEFAULT)).isBetween(0.9, 1.0);
        assertThat(episode.degradation(300, Scenario.DEFAULT)).isZero();
        assertThat(episode.degradation(101, Scenario.PLANTED_PRECURSOR)).isEqualTo(1);
    }

    @Test
    void without_signal_sensors_know_nothing_of_failures() {
        FleetSpec silent = FleetSpec.defaults().withDays(60).withScenario(Scenario.NO_SIGNAL);
        FleetSpec never = silent.withFailuresPerMachineYear(0);
        Climate climate = Climate.of(silent, SITE);

        MachineHistory failing = MachineHistory.of(silent.withFailuresPerMachineYear(60), MACHINE, climate);
        MachineHistory healthy = MachineHistory.of(never, MACHINE, climate);

        assertThat(failing.life().episodes()).hasSizeGreaterThan(5).noneMatch(Episode::hasPrecursor);
        assertThat(failing.hours().level()).isDeepEqualTo(healthy.hours().level());
    }

    @Test
    void planted_precursors_have_the_planted_lead() {
        FleetSpec planted = FleetSpec.defaults().withScenario(Scenario.PLANTED_PRECURSOR);

        List<Episode> episodes = MachineLife.of(planted, MACHINE).episodes();

        assertThat(episodes).isNotEmpty().allSatisfy(one -> {
            assertThat(one.hasPrecursor()).isTrue();
            assertThat(one.end() - one.onset())
                    .isLessThanOrEqualTo(planted.plantedLead().toHours());
        });
    }

    @Test
    void a_worn_bearing_rings_in_the_burst() {
        FleetSpec planted = FleetSpec.defaults()
                .withDays(60)
                .withScenario(Scenario.PLANTED_PRECURSOR)
                .withFailuresPerMachineYear(30);
        MachineHistory history = MachineHistory.of(planted, MACHINE, Climate.of(planted, SITE));
        Episode worn = history.life().episodes().stream()
                .filter(one -> one.mode() == FailureMode.BEARING_WEAR && one.end() < planted.hours())
                .findFirst()
                .orElseThrow();

        double ringing = kurtosis(WaveformSimulator.burst(planted, history, (int) worn.end() - 2, 0));
        double quiet = kurtosis(WaveformSimulator.burst(planted, history, (int) worn.onset() - 2, 0));

        assertThat(ringing).isGreaterThan(quiet);
    }

    private static double[] level(Sensor sensor) {
        return HEALTHY.hours().level()[sensor.index];
    }

    private static int lagHours(double[] cause, double[] effect) {
        int best = 0;
        double strongest = -1;
        for (int lag = 0; lag < 12; lag++) {
            double[] earlier = java.util.Arrays.copyOfRange(cause, 0, cause.length - lag);
            double[] later = java.util.Arrays.copyOfRange(effect, lag, effect.length);
            if (correlation(earlier, later) > strongest) {
                strongest = correlation(earlier, later);
                best = lag;
            }
        }
        return best;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = java.util.Arrays.stream(a).average().orElse(0);
        double meanB = java.util.Arrays.stream(b).average().orElse(0);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double kurtosis(float[] values) {
        double second = 0;
        double fourth = 0;
        for (float value : values) {
            second += value * value;
            fourth += (double) value * value * value * value;
        }
        return fourth * values.length / (second * second);
    }
}
