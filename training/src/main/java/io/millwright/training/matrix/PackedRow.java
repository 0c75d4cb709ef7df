package io.millwright.training.matrix;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One row of a {@link TrainingFrame} as it travels from Spark to the driver.
 *
 * @param values the features; NaN for none
 * @param numbers the answers that are numbers; NaN for none
 * @param texts the answers that are words; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // passes through memory once; identity is never asked for
record PackedRow(String machine, long asOfMillis, float[] values, double[] numbers, String[] texts)
        implements Serializable {

    static final Comparator<PackedRow> BY_KEY =
            Comparator.comparing(PackedRow::machine).thenComparingLong(PackedRow::asOfMillis);
}
