package io.millwright.features.relation;

import java.util.Arrays;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.jspecify.annotations.Nullable;

/**
 * What one sensor is for given others: least squares over the tiles of a machine's baseline, with correlations shrunk as in {@link
 * Normal}, so that sensors that move together do not blow up the weights.
 *
 * @param others the sensors it is given by
 * @param weight of each, in standard deviations
 * @param mean of the sensor in the baseline
 * @param scale its standard deviation there
 * @param sd of what the line does not explain there, n - 1 - number of others
 */
@SuppressWarnings("ArrayRecordComponent") // Never shared for writing.
record Line(Normal others, double[] weight, double mean, double scale, double sd) {

    /**
     * The line through a baseline.
     *
     * @param rows one a tile; the first column is the sensor, the others what it is given by
     * @return null where there are too few tiles, or a sensor never moved
     */
    static @Nullable Line fit(double[][] rows) {
        @Nullable Normal all = Normal.fit(rows);
        @Nullable
        Normal others = all == null
                ? null
                : Normal.fit(Arrays.stream(rows).map(Line::others).toArray(double[][]::new));
        if (all == null || others == null) {
            return null;
        }
        double[] with = new double[rows[0].length - 1];
        for (double[] row : rows) {
            double[] z = all.standardised(row);
            for (int i = 0; i < with.length; i++) {
                with[i] += z[0] * z[i + 1] / (rows.length - 1);
            }
        }
        double[] weight =
                others.solver().getSolver().solve(new ArrayRealVector(with)).toArray();
        Line line = new Line(others, weight, all.mean()[0], all.sd()[0], Double.NaN);
        double squares = Arrays.stream(rows)
                .mapToDouble(line::residual)
                .map(residual -> residual * residual)
                .sum();
        return new Line(others, weight, line.mean, line.scale, Math.sqrt(squares / (rows.length - 1 - with.length)));
    }

    /** The sensor's own value minus what the others say it should be; NaN where one is missing. */
    double residual(double[] row) {
        double[] z = others.standardised(others(row));
        double expected = mean;
        for (int i = 0; i < weight.length; i++) {
            expected += scale * weight[i] * z[i];
        }
        return row[0] - expected;
    }

    private static double[] others(double[] row) {
        return Arrays.copyOfRange(row, 1, row.length);
    }
}
