package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * A fitted feature step for models that know no missing values: medians fill the gaps, then each column is brought to mean 0 and standard
 * deviation 1, all of it as the training rows had it.
 *
 * @param columns the features it takes, in order
 * @param median of each column's present values; 0 for a column without any
 * @param mean after filling
 * @param sd after filling; 1 for a constant column
 */
@SuppressWarnings("ArrayRecordComponent") // fitted numbers, written out as a whole
public record Preparation(List<String> columns, double[] median, double[] mean, double[] sd) {

    /** Standardised values are held to this many standard deviations: one absurd reading must not decide a linear score. */
    private static final double FARTHEST = 8;

    public static Preparation fit(TrainingMatrix rows) {
        int width = rows.width();
        double[] median = new double[width];
        double[] mean = new double[width];
        double[] sd = new double[width];
        for (int column = 0; column < width; column++) {
            float[] values = rows.column(column);
            median[column] = median(values);
            mean[column] = 0;
            double squares = 0;
            for (int row = 0; row < values.length; row++) {
                double filled = Float.isNaN(values[row]) ? median[column] : values[row];
                double step = filled - mean[column];
                mean[column] += step / (row + 1);
                squares += step * (filled - mean[column]);
            }
            double spread = Math.sqrt(squares / Math.max(1, values.length - 1));
            sd[column] = spread > 1e-12 * Math.max(1, Math.abs(mean[column])) ? spread : 1;
        }
        return new Preparation(rows.columns(), median, mean, sd);
    }

    /** Filled, but in the features' own units: what trees split on. */
    public double[][] filled(TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(columns);
        double[][] filled = new double[own.rows()][columns.size()];
        for (int row = 0; row < filled.length; row++) {
            for (int column = 0; column < columns.size(); column++) {
                float value = own.value(row, column);
                filled[row][column] = Float.isNaN(value) ? median[column] : value;
            }
        }
        return filled;
    }

    /** Filled and standardised. */
    public double[][] standardised(TrainingMatrix rows) {
        double[][] values = filled(rows);
        for (double[] row : values) {
            for (int column = 0; column < row.length; column++) {
                double z = (row[column] - mean[column]) / sd[column];
                row[column] = Math.max(-FARTHEST, Math.min(FARTHEST, z));
            }
        }
        return values;
    }

    /** Median of the values that are numbers; 0 where there is none. */
    static double median(float[] values) {
        return middle(sortedKnown(values));
    }

    /** The values that are numbers, in order. */
    static float[] sortedKnown(float[] values) {
        float[] known = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                known[count++] = value;
            }
        }
        float[] sorted = Arrays.copyOf(known, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Median of sorted values; 0 where there is none. */
    static double middle(float[] sorted) {
        return sorted.length == 0 ? 0 : ((double) sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
