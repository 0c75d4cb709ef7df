package io.millwright.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the truth says about data faults, held against the rows that are delivered. */
class DataFaultsTest {
    private static final FleetSpec SPEC = FleetSpec.defaults().withDays(90);
    private static final List<MachineHistory> HISTORIES = histories();
    private static final Slice ALL = new Slice(0, "all", 0, SPEC.hours(), 0);

    @Test
    void stuck_sensors_are_exactly_flat_and_noisy_before() {
        List<Fault> stuck = planted(FaultKind.STUCK);

        assertThat(stuck).hasSizeGreaterThan(10).allSatisfy(fault -> {
            double[] held = values(fault, fault.from(), fault.to());
            double[] before = values(fault, fault.from() - 2, fault.from());
            assertThat(fault.to() - fault.from()).isGreaterThanOrEqualTo(2);
            assertThat(held).hasSizeGreaterThan(23).containsOnly(held[0]);
            assertThat(java.util.Arrays.stream(before).distinct().count()).isGreaterThan(5);
        });
    }

    @Test
    void spikes_are_far_from_their_neighbours_and_one_or_two_readings_long() {
        List<Fault> spikes = planted(FaultKind.SPIKE);

        assertThat(spikes).hasSizeGreaterThan(100).allSatisfy(fault -> {
            double[] inside = values(fault, fault.from(), fault.to());
            double[] before = values(fault, fault.from() - 1, fault.from());
            double noise = history(fault).machine().unit(sensor(fault));
            assertThat(inside.length).isBetween(1, 2);
            assertThat(Math.abs(inside[0] - mean(before))).isGreaterThan(7 * noise);
        });
    }

    @Test
    void wrong_units_are_the_same_values_in_the_other_unit() {
        for (Fault fault : planted(FaultKind.WRONG_UNIT)) {
            double inside = mean(values(fault, fault.from(), fault.to()));
            double around = mean(values(fault, fault.from() - 24, fault.from()));

            assertThat(inside)
                    .as(fault.toString())
                    .isCloseTo(
                            ReadingSimulator.misread(sensor(fault), around),
                            org.assertj.core.data.Percentage.withPercentage(25));
        }
    }

    @Test
    void faults_of_one_sensor_never_meet() {
        for (MachineHistory history : HISTORIES) {
            for (Fault fault : history.faults()) {
                assertThat(history.faults())
                        .filteredOn(
                                other -> other != fault && other.sensor() != null && other.sensor() == fault.sensor())
                        .noneMatch(other -> other.touches(fault.from(), fault.to()));
            }
        }
    }

    @Test
    void skewed_clocks_move_events_and_not_arrivals() {
        List<Fault> skews = planted(FaultKind.CLOCK_SKEW);

        assertThat(skews).isNotEmpty().allSatisfy(fault -> {
            ReadingBlock block =
                    ReadingSimulator.blocks(SPEC, history(fault), ALL).get(0);
            int row = ReadingSimulator.rowAt(SPEC, history(fault).machine(), ALL, fault.from() + 2);
            double hours = (block.receivedMicros[row] - block.eventMicros[row]) / 3.6e9;
            assertThat(hours).isCloseTo(-fault.amount() / 3_600, org.assertj.core.data.Offset.offset(0.05));
        });
    }

    @Test
    void late_rows_arrive_after_the_hold_up_and_duplicates_twice() {
        for (Fault fault : planted(FaultKind.LATE)) {
            ReadingBlock block =
                    ReadingSimulator.blocks(SPEC, history(fault), ALL).get(0);
            int row = ReadingSimulator.rowAt(SPEC, history(fault).machine(), ALL, fault.from());
            long heldUp = (long) ((fault.to() - fault.from()) * 3_600) * 1_000_000L;
            assertThat(block.receivedMicros[row] - block.eventMicros[row])
                    .isGreaterThanOrEqualTo(heldUp - 7_200_000_000L);
        }
        for (MachineHistory history : HISTORIES) {
            long duplicates = history.faults().stream()
                    .filter(fault -> fault.kind() == FaultKind.DUPLICATE)
                    .count();
            assertThat(ReadingSimulator.blocks(SPEC, history, ALL)).hasSize(1 + (int) duplicates);
        }
    }

    @Test
    void slices_put_together_are_the_whole() {
        MachineHistory history = HISTORIES.get(0);
        ReadingBlock whole = ReadingSimulator.blocks(SPEC, history, ALL).get(0);
        int from = 40 * 24;

        ReadingBlock part = ReadingSimulator.blocks(SPEC, history, new Slice(0, "part", from, from + 48, 0))
                .get(0);

        for (Sensor sensor : Sensor.ALL) {
            double[] expected = java.util.Arrays.copyOfRange(whole.values[sensor.index], from * 12, (from + 48) * 12);
            assertThat(part.values[sensor.index]).containsExactly(expected);
        }
    }

    @Test
    void without_faults_nothing_is_missing_late_or_doubled() {
        FleetSpec clean = SPEC.withFaults(FaultRates.none()).withFailuresPerMachineYear(0);
        Site site = Roster.sites(clean).get(0);
        MachineHistory history =
                MachineHistory.of(clean, Roster.machinesOf(clean, site).get(0), Climate.of(clean, site));

        List<ReadingBlock> blocks = ReadingSimulator.blocks(clean, history, ALL);

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).values[0]).doesNotContain(Double.NaN).hasSize(90 * 288);
    }

    private static List<MachineHistory> histories() {
        List<MachineHistory> histories = new ArrayList<>();
        for (Site site : Roster.sites(SPEC)) {
            Climate climate = Climate.of(SPEC, site);
            for (Machine machine : Roster.machinesOf(SPEC, site)) {
                histories.add(MachineHistory.of(SPEC, machine, climate));
            }
        }
        return histories;
    }

    /** Faults of sites that deliver Celsius, so that values compare with the machine's units. */
    private static List<Fault> planted(FaultKind kind) {
        return HISTORIES.stream()
                .filter(history -> !history.machine().site().deliversFahrenheit())
                .flatMap(history -> history.faults().stream())
                .filter(fault -> fault.kind() == kind)
                .toList();
    }

    private static MachineHistory history(Fault fault) {
        return HISTORIES.stream()
                .filter(one -> one.machine().id().equals(fault.equipmentId()))
                .findFirst()
                .orElseThrow();
    }

    private static Sensor sensor(Fault fault) {
        return java.util.Objects.requireNonNull(fault.sensor());
    }

    private static double[] values(Fault fault, double fromHour, double toHour) {
        MachineHistory history = history(fault);
        ReadingBlock block = ReadingSimulator.blocks(SPEC, history, ALL).get(0);
        int from = ReadingSimulator.rowAt(SPEC, history.machine(), ALL, fromHour);
        int to = ReadingSimulator.rowAt(SPEC, history.machine(), ALL, toHour);
        return java.util.Arrays.copyOfRange(block.values[sensor(fault).index], from, to);
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values)
                .filter(value -> value == value)
                .average()
                .orElse(0);
    }
}
