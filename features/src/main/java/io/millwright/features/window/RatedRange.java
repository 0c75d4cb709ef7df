package io.millwright.features.window;

/** The range a machine is rated for, in a sensor's unit; {@code min < max}. */
public record RatedRange(double min, double max) implements java.io.Serializable {

    /** Where a value lies: 0 in the middle of the range, 1 and -1 at its ends, beyond them outside. */
    double position(double value) {
        return (value - (min + max) / 2) / ((max - min) / 2);
    }
}
