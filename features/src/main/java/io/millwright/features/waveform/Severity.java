package io.millwright.features.waveform;

/**
 * How severe a machine's vibration is, by the root mean square of its velocity on non-rotating parts.
 *
 * @see "ISO 20816-3:2022, tables A.1 and A.2 (15 kW and more, 120 to 30,000 turns a minute)"
 */
public enum Severity {
    /** Large machines, above 300 kW, on a rigid foundation. */
    GROUP_1_RIGID(2.3, 4.5, 7.1),
    GROUP_1_FLEXIBLE(3.5, 7.1, 11),
    /** Medium-sized machines, 15 to 300 kW, on a rigid foundation: the strictest. */
    GROUP_2_RIGID(1.4, 2.8, 4.5),
    GROUP_2_FLEXIBLE(2.3, 4.5, 7.1);

    /** The standard's frequencies. */
    static final double FROM_HZ = 10;

    static final double TO_HZ = 1_000;

    private final double newMachines;
    private final double longRunning;
    private final double shortRunning;

    /** @param newMachines upper ends of the zones A, B and C, in mm/s */
    Severity(double newMachines, double longRunning, double shortRunning) {
        this.newMachines = newMachines;
        this.longRunning = longRunning;
        this.shortRunning = shortRunning;
    }

    /** 1 to 4 for the zones A to D; NaN for NaN. */
    double zone(double velocityMmS) {
        if (Double.isNaN(velocityMmS)) {
            return Double.NaN;
        }
        return velocityMmS <= newMachines ? 1 : velocityMmS <= longRunning ? 2 : velocityMmS <= shortRunning ? 3 : 4;
    }
}
