package io.millwright.features.relation;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Where and how widely several sensors lie together in a machine's baseline.
 *
 * @param mean of each sensor
 * @param sd of each sensor, n - 1
 * @param solver of the correlations, shrunk towards none
 */
@SuppressWarnings("ArrayRecordComponent") // Never shared for writing.
record Normal(double[] mean, double[] sd, CholeskyDecomposition solver) {

    /** So much of each correlation is not believed: a few dozen tiles know their correlations badly. */
    static final double SHRINKAGE = 0.1;

    /** Tiles needed for each sensor. */
    private static final int TILES_A_SENSOR = 4;

    /**
     * The normal of a baseline.
     *
     * @param rows one a tile, one column a sensor
     * @return null where there are too few tiles, or a sensor never moved
     */
    static @Nullable Normal fit(double[][] rows) {
        if (rows.length < RelationFeatures.FEWEST_TILES || rows.length < TILES_A_SENSOR * rows[0].length) {
            return null;
        }
        int width = rows[0].length;
        double[] mean = means(rows);
        double[][] sums = new double[width][width];
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    sums[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]);
                }
            }
        }
        double[] sd = new double[width];
        Arrays.setAll(sd, i -> Math.sqrt(sums[i][i] / (rows.length - 1)));
        if (Arrays.stream(sd).anyMatch(spread -> !(spread > 0))) {
            return null;
        }
        RealMatrix correlations = new Array2DRowRealMatrix(width, width);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double correlation = sums[i][j] / ((rows.length - 1) * sd[i] * sd[j]);
                correlations.setEntry(i, j, i == j ? 1 : (1 - SHRINKAGE) * correlation);
            }
        }
        return new Normal(mean, sd, new CholeskyDecomposition(correlations));
    }

    static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (double[] row : rows) {
            for (int column = 0; column < means.length; column++) {
                means[column] += (row[column] - rows[0][column]) / rows.length;
            }
        }
        Arrays.setAll(means, column -> rows[0][column] + means[column]);
        return means;
    }

    double[] standardised(double[] row) {
        double[] z = new double[row.length];
        Arrays.setAll(z, i -> (row[i] - mean[i]) / sd[i]);
        return z;
    }

    /** Hotelling's T-squared; NaN where a sensor is missing. */
    double distance(double[] row) {
        ArrayRealVector z = new ArrayRealVector(standardised(row), false);
        return z.isNaN() ? Double.NaN : z.dotProduct(solver.getSolver().solve(z));
    }
}
