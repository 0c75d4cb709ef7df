package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Scalar readings of one machine over a slice: the hourly levels interpolated, moved by the load's changes within the hour,
 * with the sensor's noise, on the grid of its converter; then the planned data faults.
 */
final class ReadingSimulator {
    /** Standard deviation of the noise of one reading, in deviation units. */
    private static final double NOISE = 0.8;

    private static final double JITTER_KEPT = 0.8;
    private static final double JITTER = 0.04;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final String[] NOT_NUMBERS = {"ERR", "N/A", "--", "OVERFLOW", "1.2.3", "#VALUE!"};

    private ReadingSimulator() {}

    /** Seconds after the full period at which this machine is read. */
    static long phaseSeconds(FleetSpec spec, Machine machine) {
        return (machine.index() * 37L + 11) % 200 % spec.readingPeriod().toSeconds();
    }

    /** The machine's rows as delivered; duplicates are blocks of their own. */
    static List<ReadingBlock> blocks(FleetSpec spec, MachineHistory history, Slice slice) {
        ReadingBlock block = healthyData(spec, history, slice);
        List<Fault> faults = history.faults().stream()
                .filter(fault -> fault.touches(slice.fromHour(), slice.toHour()))
                .toList();
        for (Fault fault : faults) {
            spoilValues(spec, history, block, slice, fault);
        }
        if (history.machine().site().deliversFahrenheit()) {
            convertToFahrenheit(block);
        }
        for (Fault fault : faults) {
            spoilRows(spec, history.machine(), block, slice, fault);
        }
        return withDuplicates(spec, history.machine(), block, slice, faults);
    }

    private static ReadingBlock healthyData(FleetSpec spec, MachineHistory history, Slice slice) {
        Machine machine = history.machine();
        int perHour = spec.readingsPerHour();
        ReadingBlock block = new ReadingBlock(machine.id(), (slice.toHour() - slice.fromHour()) * perHour);
        long phase = phaseSeconds(spec, machine);
        long startMicros = spec.start().getEpochSecond() * MICROS_PER_SECOND;
        long delay = 8 + machine.index() * 7L % 40;
        double jitter = 0;
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.NOISE, slice.fromHour() / 24);
        int row = 0;
        for (int hour = slice.fromHour(); hour < slice.toHour(); hour++) {
            if (hour % 24 == 0) {
                random = Stream.of(spec.seed(), machine.index(), Purpose.NOISE, hour / 24);
                jitter = 0;
            }
            boolean mayBeDown = history.life().isDown(hour) || history.life().isDown(hour + 1);
            long received = delay + (random.next() >>> 61);
            for (int step = 0; step < perHour; step++, row++) {
                long second = hour * 3_600L + step * spec.readingPeriod().toSeconds() + phase;
                block.eventMicros[row] = startMicros + second * MICROS_PER_SECOND;
                block.receivedMicros[row] = block.eventMicros[row] + received * MICROS_PER_SECOND;
                block.lost[row] = mayBeDown && history.life().isDown(second / 3_600.0);
                jitter = JITTER_KEPT * jitter + JITTER * random.gauss();
                fillRow(block, row, history, hour, (second - hour * 3_600L) / 3_600.0, jitter, random);
            }
        }
        return block;
    }

    private static void fillRow(
            ReadingBlock block, int row, MachineHistory history, int hour, double share, double jitter, Stream random) {
        MachineHours hours = history.hours();
        double[] units = history.machine().units();
        for (int s = 0; s < units.length; s++) {
            double[] level = hours.level()[s];
            double value = level[hour]
                    + (level[hour + 1] - level[hour]) * share
                    + hours.loadSlope()[s] * jitter
                    + units[s] * NOISE * random.gauss();
            block.values[s][row] = Sensor.ALL[s].quantised(value);
        }
    }

    private static void spoilValues(
            FleetSpec spec, MachineHistory history, ReadingBlock block, Slice slice, Fault fault) {
        Sensor sensor = fault.sensor();
        if (sensor == null) {
            return;
        }
        Machine machine = history.machine();
        double[] values = block.values[sensor.index];
        int from = rowAt(spec, machine, slice, fault.from());
        int to = rowAt(spec, machine, slice, fault.to());
        double held = sensor.quantised(history.hours().levelAt(sensor, fault.from()));
        for (int row = from; row < to; row++) {
            switch (fault.kind()) {
                case GAP -> values[row] = Double.NaN;
                case STUCK -> values[row] = held;
                case SPIKE -> values[row] = sensor.quantised(values[row] + fault.amount());
                case DRIFT -> values[row] = sensor.quantised(values[row] + driftAt(fault, slice, spec, row));
                case WRONG_UNIT -> values[row] = misread(sensor, values[row]);
                case WRONG_TYPE ->
                    block.text.put(
                            ReadingBlock.cell(row, sensor), NOT_NUMBERS[(row + sensor.index) % NOT_NUMBERS.length]);
                default -> throw new IllegalStateException(fault.kind() + " does not touch single values");
            }
        }
    }

    private static double driftAt(Fault fault, Slice slice, FleetSpec spec, int row) {
        double hour = slice.fromHour() + row / (double) spec.readingsPerHour();
        return fault.amount() * (hour - fault.from()) / (fault.to() - fault.from());
    }

    /** Celsius read as if it were wanted in Fahrenheit, or bar in psi. */
    static double misread(Sensor sensor, double value) {
        return sensor.isTemperature() ? fahrenheit(value) : Math.rint(value * 14.5038 * 10) / 10;
    }

    private static double fahrenheit(double celsius) {
        return Math.rint((celsius * 1.8 + 32) * 10) / 10;
    }

    private static void convertToFahrenheit(ReadingBlock block) {
        for (Sensor sensor : Sensor.ALL) {
            if (sensor.isTemperature()) {
                double[] values = block.values[sensor.index];
                for (int row = 0; row < values.length; row++) {
                    values[row] = fahrenheit(values[row]);
                }
            }
        }
    }

    private static void spoilRows(FleetSpec spec, Machine machine, ReadingBlock block, Slice slice, Fault fault) {
        if (fault.sensor() != null) {
            return;
        }
        int from = rowAt(spec, machine, slice, fault.from());
        int to = rowAt(spec, machine, slice, fault.to());
        long arrival = micros(spec, fault.to()) + Math.round(fault.amount()) * MICROS_PER_SECOND;
        for (int row = from; row < to; row++) {
            switch (fault.kind()) {
                case GAP -> block.lost[row] = true;
                case LATE -> block.receivedMicros[row] = Math.max(block.receivedMicros[row], arrival);
                case CLOCK_SKEW -> block.eventMicros[row] += Math.round(fault.amount()) * MICROS_PER_SECOND;
                case DUPLICATE -> {}
                default -> throw new IllegalStateException(fault.kind() + " does not touch whole rows");
            }
        }
    }

    private static List<ReadingBlock> withDuplicates(
            FleetSpec spec, Machine machine, ReadingBlock block, Slice slice, List<Fault> faults) {
        List<ReadingBlock> blocks = new ArrayList<>();
        blocks.add(block);
        for (Fault fault : faults) {
            if (fault.kind() == FaultKind.DUPLICATE) {
                int from = rowAt(spec, machine, slice, fault.from());
                int to = rowAt(spec, machine, slice, fault.to());
                blocks.add(block.again(block.equipmentId, from, to, Math.round(fault.amount()) * MICROS_PER_SECOND));
            }
        }
        return blocks;
    }

    /** First row of the slice at or after the hour. */
    static int rowAt(FleetSpec spec, Machine machine, Slice slice, double hour) {
        double phase = phaseSeconds(spec, machine) / 3_600.0;
        double row = Math.ceil((hour - slice.fromHour() - phase) * spec.readingsPerHour() - 1e-6);
        return (int) Math.max(0, Math.min((slice.toHour() - slice.fromHour()) * (double) spec.readingsPerHour(), row));
    }

    private static long micros(FleetSpec spec, double hour) {
        return spec.start().getEpochSecond() * MICROS_PER_SECOND + Math.round(hour * 3_600) * MICROS_PER_SECOND;
    }
}
