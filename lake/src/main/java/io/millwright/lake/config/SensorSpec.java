package io.millwright.lake.config;

import java.time.Duration;
import java.util.Optional;

/**
 * One sensor as the fleet carries it.
 *
 * @param name in tables and feature names; {@code [a-z0-9_]+}
 * @param label in reasons and plots: {@code bearing temperature}
 * @param unit of the stored values
 * @param min lowest physically possible value, in the unit; readings below it are quarantined
 * @param max highest physically possible value, in the unit
 * @param period between two readings, as designed
 * @param role what the sensor tells
 * @param filter an optional causal filter; raw values stay
 */
public record SensorSpec(
        String name,
        String label,
        String unit,
        double min,
        double max,
        Duration period,
        Role role,
        Optional<Filter> filter) {

    public enum Role {
        /** Says how the machine is. */
        CONDITION,
        /** Says what is asked of it: load, speed, settings. Regimes are made of these. */
        OPERATING,
        /** Says what is around it. */
        AMBIENT
    }

    /** A causal filter over the last {@code length} readings; for a Kalman filter the length is its time constant. */
    public record Filter(Kind kind, int length) {
        public enum Kind {
            MOVING_MEDIAN,
            MOVING_AVERAGE,
            KALMAN
        }
    }
}
