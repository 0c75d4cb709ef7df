package io.millwright.training.matrix;

import java.util.Comparator;

/**
 * One machine at one {@code as_of}, ordered by that key.
 *
 * @param values one a column; NaN where the feature could not be computed
 */
@SuppressWarnings("ArrayRecordComponent") // millions of them pass through memory once; identity is never asked for
public record FeatureRow(String machine, long asOfMillis, float[] values) implements Comparable<FeatureRow> {

    private static final Comparator<FeatureRow> BY_KEY =
            Comparator.comparing(FeatureRow::machine).thenComparingLong(FeatureRow::asOfMillis);

    @Override
    public int compareTo(FeatureRow other) {
        return BY_KEY.compare(this, other);
    }
}
