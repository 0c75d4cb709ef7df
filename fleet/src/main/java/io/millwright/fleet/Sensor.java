package io.millwright.fleet;

/**
 * The twelve scalar sensors. A sensor's <i>deviation unit</i> is what a slow change has to reach to stand out of its own
 * wandering: a share of the rated value for relative sensors, an absolute amount for the others. Signatures and excursions
 * are written in this unit.
 */
enum Sensor {
    VIBRATION_RMS(0, "vibration_rms", "mm/s", 0.12, true, 100, 0, 60),
    MOTOR_TEMPERATURE(1, "motor_temperature", "degC", 1.6, false, 10, -40, 250),
    BEARING_TEMPERATURE(2, "bearing_temperature", "degC", 1.5, false, 10, -40, 250),
    CURRENT(3, "current", "A", 0.03, true, 100, 0, 400),
    VOLTAGE(4, "voltage", "V", 0.008, true, 10, 0, 600),
    POWER_FACTOR(5, "power_factor", "1", 0.012, false, 1_000, 0, 1),
    PRESSURE(6, "pressure", "bar", 0.025, true, 100, 0, 300),
    SPEED(7, "speed", "rpm", 0.008, true, 10, 0, 8000),
    TORQUE(8, "torque", "N.m", 0.04, true, 100, 0, 1500),
    ACOUSTIC_LEVEL(9, "acoustic_level", "dB(A)", 1.0, false, 10, 20, 150),
    THROUGHPUT(10, "throughput", "items/h", 0.035, true, 10, 0, 12000),
    AMBIENT_TEMPERATURE(11, "ambient_temperature", "degC", 0.8, false, 10, -40, 130);

    static final Sensor[] ALL = values();

    /** Place in every array by sensor. */
    final int index;

    /** Name in the landing files, without the unit: a site may deliver another one and declares it. */
    final String column;

    final String unit;
    /** Steps of its analogue-digital converter per unit; a power of ten, so that values read well. */
    final int stepsPerUnit;

    final double lowerBound;
    final double upperBound;
    private final double deviationUnit;
    private final boolean relative;

    Sensor(
            int index,
            String column,
            String unit,
            double deviationUnit,
            boolean relative,
            int stepsPerUnit,
            double lowerBound,
            double upperBound) {
        this.index = index;
        this.column = column;
        this.unit = unit;
        this.deviationUnit = deviationUnit;
        this.relative = relative;
        this.stepsPerUnit = stepsPerUnit;
        this.lowerBound = lowerBound;
        this.upperBound = upperBound;
    }

    /** Deviation unit in the sensor's own unit, for a machine whose rated value of it is given. */
    double deviationUnit(double rated) {
        return relative ? deviationUnit * rated : deviationUnit;
    }

    /** The value as the sensor's converter gives it: on its grid and within what it can show. */
    double quantised(double value) {
        double shown = Math.rint(value * stepsPerUnit) / stepsPerUnit;
        return Math.max(lowerBound, Math.min(upperBound, shown));
    }

    boolean isTemperature() {
        return this == MOTOR_TEMPERATURE || this == BEARING_TEMPERATURE || this == AMBIENT_TEMPERATURE;
    }
}
