package io.millwright.fleet;

import static io.millwright.fleet.Sensor.ACOUSTIC_LEVEL;
import static io.millwright.fleet.Sensor.BEARING_TEMPERATURE;
import static io.millwright.fleet.Sensor.CURRENT;
import static io.millwright.fleet.Sensor.MOTOR_TEMPERATURE;
import static io.millwright.fleet.Sensor.POWER_FACTOR;
import static io.millwright.fleet.Sensor.PRESSURE;
import static io.millwright.fleet.Sensor.SPEED;
import static io.millwright.fleet.Sensor.THROUGHPUT;
import static io.millwright.fleet.Sensor.TORQUE;
import static io.millwright.fleet.Sensor.VIBRATION_RMS;
import static io.millwright.fleet.Sensor.VOLTAGE;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a machine's self-healing excursions: one sensor by itself (a loose mount, a blocked vent), two that a failure mode
 * would move too (works next door, a heavy product), or a load episode that moves everything. They are independent of the
 * machine's failures.
 */
final class Excursions {
    /** As often as named: machines shake for many harmless reasons, and some sensors come loose or get fouled more easily. */
    private static final Sensor[] SINGLE = {
        VIBRATION_RMS,
        VIBRATION_RMS,
        VIBRATION_RMS,
        VIBRATION_RMS,
        BEARING_TEMPERATURE,
        SPEED,
        TORQUE,
        ACOUSTIC_LEVEL,
        MOTOR_TEMPERATURE,
        BEARING_TEMPERATURE,
        CURRENT,
        VOLTAGE,
        POWER_FACTOR,
        PRESSURE,
        SPEED,
        TORQUE,
        ACOUSTIC_LEVEL,
        THROUGHPUT
    };

    private static final Sensor[][] PAIRS = {
        {VIBRATION_RMS, ACOUSTIC_LEVEL},
        {TORQUE, CURRENT},
        {SPEED, THROUGHPUT},
        {CURRENT, MOTOR_TEMPERATURE},
        {VIBRATION_RMS, BEARING_TEMPERATURE},
        {PRESSURE, ACOUSTIC_LEVEL},
        {VOLTAGE, POWER_FACTOR}
    };

    /** Three at once, as a supply or process upset does; no failure mode moves these together. */
    private static final Sensor[][] TRIPLES = {
        {VIBRATION_RMS, MOTOR_TEMPERATURE, THROUGHPUT},
        {PRESSURE, CURRENT, BEARING_TEMPERATURE},
        {VOLTAGE, SPEED, ACOUSTIC_LEVEL},
        {TORQUE, POWER_FACTOR, PRESSURE}
    };

    private Excursions() {}

    static List<Excursion> of(FleetSpec spec, Machine machine) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.EXCURSIONS, 0);
        List<Excursion> excursions = new ArrayList<>();
        if (spec.excursionsPerMachineQuarter() == 0) {
            return excursions;
        }
        double meanGap = 90 * 24 / spec.excursionsPerMachineQuarter();
        for (double at = random.exponential(meanGap); at < spec.hours(); at += random.exponential(meanGap)) {
            excursions.add(excursion(random, at));
        }
        return excursions;
    }

    private static Excursion excursion(Stream random, double from) {
        double to = from + 24 * random.between(1.5, 9);
        double rise = random.between(0.3, 0.85);
        boolean turning = random.chance(0.5);
        double[] weights = new double[Sensor.ALL.length];
        return switch (random.choose(0.64, 0.09, 0.07, 0.2)) {
            case 0 -> {
                Sensor sensor = SINGLE[random.below(SINGLE.length)];
                weights[sensor.index] = sign(sensor) * random.between(4, 11);
                yield new Excursion("single_sensor", from, to, weights, 0, rise, turning);
            }
            case 1 -> {
                moveTogether(PAIRS[random.below(PAIRS.length)], weights, random);
                yield new Excursion("look_alike_pair", from, to, weights, 0, rise, turning);
            }
            case 2 -> {
                moveTogether(TRIPLES[random.below(TRIPLES.length)], weights, random);
                yield new Excursion("process_upset", from, to, weights, 0, rise, turning);
            }
            default -> new Excursion("load_episode", from, to, weights, random.between(0.12, 0.28), 0.2, turning);
        };
    }

    private static void moveTogether(Sensor[] sensors, double[] weights, Stream random) {
        for (Sensor sensor : sensors) {
            weights[sensor.index] = sign(sensor) * random.between(3, 5.5);
        }
    }

    /** The direction in which a failure would move the sensor. */
    private static double sign(Sensor sensor) {
        return switch (sensor) {
            case VOLTAGE, POWER_FACTOR, PRESSURE, SPEED, THROUGHPUT -> -1;
            default -> 1;
        };
    }
}
