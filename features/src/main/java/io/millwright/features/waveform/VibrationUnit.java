package io.millwright.features.waveform;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a vibration sensor's unit says of it.
 *
 * @param kind of the quantity
 * @param factor to mm/s2 or mm/s; 1 for others
 */
public record VibrationUnit(Kind kind, double factor) implements Serializable {

    public enum Kind {
        ACCELERATION,
        VELOCITY,
        OTHER
    }

    /** A sensor of which nothing is known. */
    public static final VibrationUnit UNKNOWN = new VibrationUnit(Kind.OTHER, 1);

    /** Standard gravity, in mm/s2. */
    private static final double GRAVITY = 9_806.65;

    private static final double INCH = 25.4;

    /** From a unit as pipeline files write it; what is neither an acceleration nor a velocity is {@link Kind#OTHER}. */
    public static VibrationUnit of(String unit) {
        return switch (unit.strip().replace("²", "2").replace("^", "").toLowerCase(Locale.ROOT)) {
            case "m/s2" -> new VibrationUnit(Kind.ACCELERATION, 1_000);
            case "mm/s2" -> new VibrationUnit(Kind.ACCELERATION, 1);
            case "g" -> new VibrationUnit(Kind.ACCELERATION, GRAVITY);
            case "m/s" -> new VibrationUnit(Kind.VELOCITY, 1_000);
            case "mm/s" -> new VibrationUnit(Kind.VELOCITY, 1);
            case "in/s" -> new VibrationUnit(Kind.VELOCITY, INCH);
            default -> UNKNOWN;
        };
    }
}
