package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plans the data faults of a machine, of a site's strangers and of its text files. Faults that would hide each other are
 * kept apart, so that each planted one can be found.
 */
final class FaultPlan {
    private static final double APART_HOURS = 8;
    private static final int TRIES = 25;
    private static final FaultKind[] OF_SENSORS_AND_CLOCKS = {
        FaultKind.CLOCK_SKEW,
        FaultKind.DRIFT,
        FaultKind.STUCK,
        FaultKind.WRONG_UNIT,
        FaultKind.GAP,
        FaultKind.SPIKE,
        FaultKind.WRONG_TYPE,
        FaultKind.DUPLICATE,
        FaultKind.LATE
    };

    private FaultPlan() {}

    static List<Fault> ofMachine(FleetSpec spec, Machine machine, MachineLife life) {
        List<Fault> planned = new ArrayList<>();
        for (FaultKind kind : OF_SENSORS_AND_CLOCKS) {
            if (kind == FaultKind.WRONG_TYPE && !machine.site().deliversText()) {
                continue;
            }
            Stream random = Stream.of(spec.seed(), machine.index(), Purpose.FAULTS, kind.code);
            int count = random.poisson(spec.faults().of(kind) * spec.days() / 365.0);
            for (int i = 0; i < count; i++) {
                addOne(planned, spec, life, random, ignored -> draw(spec, machine, kind, random));
            }
        }
        return planned;
    }

    private static void addOne(
            List<Fault> planned, FleetSpec spec, MachineLife life, Stream random, Function<Stream, Fault> draw) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Fault fault = draw.apply(random);
            boolean inside = fault.from() >= 24 && fault.to() < spec.hours();
            if (inside && planned.stream().noneMatch(other -> disturb(fault, other)) && !duringWork(fault, life)) {
                planned.add(fault);
                return;
            }
        }
    }

    private static boolean disturb(Fault fault, Fault other) {
        if (isHarmless(fault) || isHarmless(other)) {
            return false;
        }
        boolean sameSensor = fault.sensor() == null || other.sensor() == null || fault.sensor() == other.sensor();
        return sameSensor && fault.touches(other.from() - APART_HOURS, other.to() + APART_HOURS);
    }

    private static boolean isHarmless(Fault fault) {
        return fault.kind() == FaultKind.DUPLICATE || fault.kind() == FaultKind.LATE;
    }

    private static boolean duringWork(Fault fault, MachineLife life) {
        if (fault.to() - fault.from() > 72) {
            return false;
        }
        for (double hour = fault.from() - 2; hour < fault.to() + 2; hour += 0.5) {
            if (life.isDown(hour)) {
                return true;
            }
        }
        return false;
    }

    private static Fault draw(FleetSpec spec, Machine machine, FaultKind kind, Stream random) {
        double at = firstReadingAfter(spec, machine, random.between(24, spec.hours()));
        Sensor any = Sensor.ALL[random.below(Sensor.ALL.length)];
        double period = 1.0 / spec.readingsPerHour();
        return switch (kind) {
            case GAP ->
                fault(machine, kind, random.chance(0.5) ? any : null, at, onGrid(random.between(1.5, 20), period), 0);
            case STUCK -> fault(machine, kind, any, at, onGrid(random.between(3, 30), period), 0);
            case DRIFT -> {
                double size = machine.unit(any) * random.between(5, 10) * (random.chance(0.5) ? 1 : -1);
                yield fault(machine, kind, any, at, 24 * random.between(10, 25), size);
            }
            case SPIKE ->
                fault(machine, kind, any, at, (1 + random.below(2)) * period, spikeSize(machine, any, random));
            case WRONG_UNIT -> {
                Sensor sensor = misreadable(machine, random);
                yield fault(machine, kind, sensor, at, onGrid(random.between(6, 48), period), 0);
            }
            case WRONG_TYPE -> fault(machine, kind, any, at, (1 + random.below(3)) * period, 0);
            case CLOCK_SKEW -> {
                double seconds = 300 * (4 + random.below(18)) + 97 + random.below(100);
                double signed = random.chance(0.8) ? -seconds : seconds;
                yield fault(machine, kind, null, at, onGrid(24 * random.between(1, 6), period), signed);
            }
            case DUPLICATE ->
                fault(machine, kind, null, at, onGrid(random.between(1, 6), period), 600 + random.below(80_000));
            case LATE -> {
                double length = onGrid(random.between(3, 30), period);
                yield fault(machine, kind, null, at, length, 60 + random.below(900));
            }
            case UNKNOWN_MACHINE, UNKNOWN_SENSOR, TRUNCATED_FILE ->
                throw new IllegalStateException(kind + " is not a fault of a known machine");
        };
    }

    private static Fault fault(
            Machine machine, FaultKind kind, @Nullable Sensor sensor, double at, double length, double amount) {
        return new Fault(kind, machine.id(), sensor, at, at + length, amount, "");
    }

    private static double onGrid(double hours, double period) {
        return Math.ceil(hours / period) * period;
    }

    private static double firstReadingAfter(FleetSpec spec, Machine machine, double hour) {
        double period = 1.0 / spec.readingsPerHour();
        return Math.floor(hour / period) * period + ReadingSimulator.phaseSeconds(spec, machine) / 3_600.0;
    }

    private static Sensor misreadable(Machine machine, Stream random) {
        Sensor[] candidates = machine.site().deliversFahrenheit()
                ? new Sensor[] {Sensor.PRESSURE}
                : new Sensor[] {
                    Sensor.PRESSURE, Sensor.MOTOR_TEMPERATURE, Sensor.BEARING_TEMPERATURE, Sensor.AMBIENT_TEMPERATURE
                };
        return candidates[random.below(candidates.length)];
    }

    private static double spikeSize(Machine machine, Sensor sensor, Stream random) {
        double level = machine.level(sensor);
        return switch (sensor) {
            case VIBRATION_RMS -> level * random.between(1.6, 3);
            case MOTOR_TEMPERATURE, BEARING_TEMPERATURE -> random.between(30, 60);
            case CURRENT, TORQUE -> level * random.between(0.6, 1.2);
            case VOLTAGE -> -random.between(60, 120);
            case POWER_FACTOR -> -random.between(0.3, 0.5);
            case PRESSURE -> level * random.between(0.4, 0.8);
            case SPEED -> level * random.between(0.3, 0.5);
            case ACOUSTIC_LEVEL -> random.between(20, 35);
            case THROUGHPUT -> level * random.between(0.8, 1.2);
            case AMBIENT_TEMPERATURE -> random.between(15, 30);
        };
    }

    /** Stretches of rows that a site's gateway sends for machines nobody has registered. */
    static List<Fault> strangersOf(FleetSpec spec, Site site, int machines) {
        Stream random = Stream.of(spec.seed(), -site.number(), Purpose.FAULTS, FaultKind.UNKNOWN_MACHINE.code);
        int count = random.poisson(spec.faults().of(FaultKind.UNKNOWN_MACHINE) * machines * spec.days() / 365.0);
        List<Fault> strangers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double from = Math.floor(random.between(24, spec.hours() - 24));
            String id = String.format(Locale.ROOT, "S%d-TMP-%02d", site.number(), 90 + random.below(4));
            strangers.add(new Fault(
                    FaultKind.UNKNOWN_MACHINE, id, null, from, from + 1 + random.below(4), random.below(machines), ""));
        }
        return strangers;
    }

    /** Bursts under a sensor name nobody has declared. */
    static List<Fault> undeclaredBursts(FleetSpec spec, Machine machine) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.FAULTS, FaultKind.UNKNOWN_SENSOR.code);
        int count = random.poisson(spec.faults().of(FaultKind.UNKNOWN_SENSOR) * spec.days() / 365.0);
        double period = spec.burstPeriod().toHours();
        List<Fault> bursts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double from = Math.floor(random.between(0, spec.hours()) / period) * period;
            bursts.add(new Fault(FaultKind.UNKNOWN_SENSOR, machine.id(), null, from, from + period, 0, ""));
        }
        return bursts;
    }

    /** Share of the file's bytes that arrive; 1 for a whole file. */
    static double arrivingShare(FleetSpec spec, Site site, Slice slice) {
        Stream random =
                Stream.of(spec.seed(), -site.number(), Purpose.FAULTS, 1_000L + slice.index() * 64L + slice.part());
        boolean cut = random.chance(spec.faults().of(FaultKind.TRUNCATED_FILE));
        return cut ? random.between(0.85, 0.98) : 1;
    }
}
