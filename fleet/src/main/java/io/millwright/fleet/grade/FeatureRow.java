package io.millwright.fleet.grade;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * One machine at one {@code as_of}.
 *
 * @param cells its features, NaN where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a row of a matrix; identity is never asked for
record FeatureRow(String equipmentId, long asOfMillis, float[] cells) implements Serializable {

    /** Of Spark's own row: machine, {@code as_of} in microseconds, then the features as doubles. */
    static FeatureRow of(InternalRow row, int width) {
        float[] cells = new float[width];
        for (int i = 0; i < width; i++) {
            cells[i] = row.isNullAt(i + 2) ? Float.NaN : (float) row.getDouble(i + 2);
        }
        return new FeatureRow(row.getUTF8String(0).toString(), Math.floorDiv(row.getLong(1), 1_000L), cells);
    }
}
