package io.millwright.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One planted data fault. Times are hours of true event time since the start of the history, {@code [from, to)}.
 *
 * @param equipmentId the machine, also an unknown one; empty for a whole file
 * @param sensor the sensor, or null if whole rows are touched
 * @param amount what it does: added amount (drift: at its end), skew in seconds, delay in seconds
 * @param detail file name, or empty
 */
record Fault(
        FaultKind kind,
        String equipmentId,
        @Nullable Sensor sensor,
        double from,
        double to,
        double amount,
        String detail) {

    boolean isIn(double hour) {
        return hour >= from && hour < to;
    }

    boolean touches(double fromHour, double toHour) {
        return from < toHour && to > fromHour;
    }
}
