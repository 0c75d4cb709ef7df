package io.millwright.training.matrix;

import io.millwright.lake.config.Severity;
import java.util.Arrays;

/**
 * How bad the failure after each positive row turned out.
 *
 * @param level {@link Severity#level}; {@link #UNKNOWN} where the row is not positive or nobody graded the failure
 * @param knownMillis since when that is known; whatever where the level is not
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
public record SeverityLabels(byte[] level, long[] knownMillis) {

    public static final byte UNKNOWN = -1;

    public SeverityLabels {
        if (level.length != knownMillis.length) {
            throw new IllegalArgumentException(
                    "columns must have equal lengths, got " + level.length + " and " + knownMillis.length);
        }
    }

    /** Nothing is known of any row. */
    public static SeverityLabels unknown(int rows) {
        byte[] none = new byte[rows];
        Arrays.fill(none, UNKNOWN);
        return new SeverityLabels(none, new long[rows]);
    }

    public boolean known(int row) {
        return level[row] != UNKNOWN;
    }

    /** Whether any row's severity is known. */
    public boolean any() {
        for (byte each : level) {
            if (each != UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    /** The same without what was not yet known at a moment. */
    public SeverityLabels knownBy(long millis) {
        byte[] by = level.clone();
        for (int row = 0; row < by.length; row++) {
            by[row] = knownMillis[row] <= millis ? by[row] : UNKNOWN;
        }
        return new SeverityLabels(by, knownMillis);
    }

    public SeverityLabels select(int[] rows) {
        byte[] levels = new byte[rows.length];
        long[] known = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            levels[i] = level[rows[i]];
            known[i] = knownMillis[rows[i]];
        }
        return new SeverityLabels(levels, known);
    }
}
