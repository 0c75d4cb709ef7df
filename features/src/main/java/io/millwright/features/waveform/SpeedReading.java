package io.millwright.features.waveform;

/**
 * A reading of a {@link SpeedSensor}.
 *
 * @param atMs when it was made
 * @param inTime whether it came in time
 * @param value in the sensor's unit; NaN for no reading at all
 */
public record SpeedReading(long atMs, boolean inTime, double value) {

    /** Older than any. */
    public static final SpeedReading NONE = new SpeedReading(Long.MIN_VALUE, false, Double.NaN);

    /** Of two readings of one moment the one that came in time goes first, and of two such the higher. */
    SpeedReading orNewer(SpeedReading that) {
        if (that.atMs != atMs) {
            return that.atMs > atMs ? that : this;
        }
        boolean goesFirst = that.inTime == inTime ? that.value > value : that.inTime;
        return goesFirst ? that : this;
    }
}
