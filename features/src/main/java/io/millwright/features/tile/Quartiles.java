package io.millwright.features.tile;

/**
 * Quartiles of a window.
 *
 * @param deviation median absolute deviation from the median, the lower of the two in the middle of an even number; NaN where nobody asks for it
 */
public record Quartiles(double lower, double median, double upper, double deviation) {

    /** Of nothing. */
    public static final Quartiles NONE = new Quartiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    public double range() {
        return upper - lower;
    }
}
