package io.millwright.fleet;

/** The ways the data, not the machines, go wrong. */
public enum FaultKind {
    /** No rows of a machine for a while (without sensor), or no values of one sensor. */
    GAP(0, "gap"),
    /** One exact value for hours on a sensor that is otherwise noisy. */
    STUCK(1, "stuck"),
    /** A sensor moves away linearly for days and is then recalibrated. */
    DRIFT(2, "drift"),
    /** One or two isolated readings far from their neighbours. */
    SPIKE(3, "spike"),
    /** The machine's clock is off for days; the arrival time is right. */
    CLOCK_SKEW(4, "clock_skew"),
    /** Rows sent twice, the second time later. */
    DUPLICATE(5, "duplicate"),
    /** Rows held back by the gateway for hours and then sent together. */
    LATE(6, "late"),
    /** Fahrenheit instead of Celsius, or psi instead of bar, undeclared. */
    WRONG_UNIT(7, "wrong_unit"),
    /** Text where a number belongs; only where files are text. */
    WRONG_TYPE(8, "wrong_type"),
    /** Rows of a machine nobody has registered. */
    UNKNOWN_MACHINE(9, "unknown_machine"),
    /** Bursts of a sensor nobody has declared. */
    UNKNOWN_SENSOR(10, "unknown_sensor"),
    /** A text file that ends in the middle of a line. */
    TRUNCATED_FILE(11, "truncated_file");

    /** Names the random stream of this kind; never changes. */
    final int code;

    private final String label;

    FaultKind(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Name in the truth, and the name under which a found fault of this kind is compared. */
    public String label() {
        return label;
    }
}
