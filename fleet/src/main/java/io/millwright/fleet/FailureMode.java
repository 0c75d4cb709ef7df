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

/**
 * The five ways a machine fails, with the sensors each one moves, the time from onset to failure and the shape of the
 * degradation in between. No sensor is moved strongly by more than two of them, so none is a failure detector by itself.
 */
enum FailureMode {
    BEARING_WEAR("bearing_wear", "bearing", 8, 30, 1.8),
    LUBRICATION("lubrication", "gearbox", 4, 12, 1.0),
    MISALIGNMENT("misalignment", "coupling", 5, 16, 1.1),
    BELT_WEAR("belt_wear", "belt", 6, 24, 1.3),
    ELECTRICAL("electrical", "motor", 2, 10, 0.7);

    static final FailureMode[] ALL = values();

    /** Name in the failure log and in the truth. */
    final String label;

    /** Kind of component that is replaced. */
    final String component;

    final double shortestLeadDays;
    final double longestLeadDays;

    /** Degradation is (elapsed share of the lead) to this power: above one it accelerates. */
    final double curvature;

    FailureMode(String label, String component, double shortestLeadDays, double longestLeadDays, double curvature) {
        this.label = label;
        this.component = component;
        this.shortestLeadDays = shortestLeadDays;
        this.longestLeadDays = longestLeadDays;
        this.curvature = curvature;
    }

    /** Share of a full signature that a sensor shows, with its sign; 0 for a sensor the mode does not touch. */
    double weight(Sensor sensor) {
        return switch (this) {
            case BEARING_WEAR -> pick(sensor, VIBRATION_RMS, 0.8, ACOUSTIC_LEVEL, 0.95, BEARING_TEMPERATURE, 0.75);
            case LUBRICATION ->
                pick(sensor, BEARING_TEMPERATURE, 0.9, TORQUE, 0.8, CURRENT, 0.85, MOTOR_TEMPERATURE, 0.4);
            case MISALIGNMENT -> pick(sensor, VIBRATION_RMS, 0.55, TORQUE, 0.7, SPEED, -0.75, THROUGHPUT, -0.3);
            case BELT_WEAR -> pick(sensor, THROUGHPUT, -0.95, PRESSURE, -1.0, ACOUSTIC_LEVEL, 0.45, SPEED, -0.45);
            case ELECTRICAL -> pick(sensor, CURRENT, 0.85, POWER_FACTOR, -1.0, MOTOR_TEMPERATURE, 0.85, VOLTAGE, -0.6);
        };
    }

    /** Time from onset to failure for a share of the range, 0 for the shortest and 1 for the longest. */
    double leadDays(double share) {
        return shortestLeadDays + share * (longestLeadDays - shortestLeadDays);
    }

    double[] weights() {
        double[] weights = new double[Sensor.ALL.length];
        for (Sensor sensor : Sensor.ALL) {
            weights[sensor.index] = weight(sensor);
        }
        return weights;
    }

    private static double pick(Sensor sensor, Object... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] == sensor) {
                return (Double) pairs[i + 1];
            }
        }
        return 0;
    }
}
