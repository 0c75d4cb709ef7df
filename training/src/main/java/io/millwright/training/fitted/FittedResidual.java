package io.millwright.training.fitted;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What ridge regression on the standardised training rows leaves of a feature, in the feature's unit.
 *
 * @param mean of the feature, then of those it is expected from, over the training rows that have all of them; empty where these are too
 *     few, so that nothing can be computed
 * @param weights of those it is expected from, each in the feature's unit for one of its own; 0 for one that never varied
 * @see "Hoerl and Kennard, Ridge regression, Technometrics 12 (1970)"
 */
@SuppressWarnings("ArrayRecordComponent") // fitted numbers, written out as a whole
record FittedResidual(ResidualSpec spec, double[] mean, double[] weights) implements FittedColumns {

    /** Share of a feature's variance: enough to tell features apart that say the same. */
    private static final double PENALTY = 1e-3;

    private static final String SUFFIX = "__fitted_residual";

    static FittedResidual fit(ResidualSpec spec, TrainingMatrix rows) {
        double[][] whole = WholeRows.of(rows, features(spec));
        if (whole.length == 0) {
            return new FittedResidual(spec, new double[0], new double[0]);
        }
        double[] mean = Components.means(whole);
        double[] sd = new double[mean.length];
        Arrays.setAll(sd, column -> WholeRows.sd(whole, column, mean[column]));
        return new FittedResidual(spec, mean, weights(whole, mean, sd));
    }

    private static double[] weights(double[][] whole, double[] mean, double[] sd) {
        int n = sd.length - 1;
        RealMatrix squares = new Array2DRowRealMatrix(n, n);
        ArrayRealVector products = new ArrayRealVector(n);
        for (double[] row : whole) {
            double y = row[0] - mean[0];
            for (int i = 0; i < n; i++) {
                double zi = standardised(row, i + 1, mean, sd);
                products.addToEntry(i, zi * y);
                for (int j = 0; j < n; j++) {
                    squares.addToEntry(i, j, zi * standardised(row, j + 1, mean, sd));
                }
            }
        }
        for (int i = 0; i < n; i++) {
            squares.addToEntry(i, i, PENALTY * (whole.length - 1));
        }
        double[] weights =
                new CholeskyDecomposition(squares).getSolver().solve(products).toArray();
        for (int i = 0; i < n; i++) {
            weights[i] = sd[i + 1] > 0 ? weights[i] / sd[i + 1] : 0;
        }
        return weights;
    }

    private static double standardised(double[] row, int column, double[] mean, double[] sd) {
        return sd[column] > 0 ? (row[column] - mean[column]) / sd[column] : 0;
    }

    private static List<String> features(ResidualSpec spec) {
        return Stream.concat(Stream.of(spec.of()), spec.from().stream()).toList();
    }

    @Override
    public List<String> columns() {
        return List.of(spec.name() + SUFFIX);
    }

    static boolean isColumn(String name) {
        return name.endsWith(SUFFIX);
    }

    @Override
    public double[][] of(TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(features(spec));
        double[][] residuals = new double[rows.rows()][1];
        for (int row = 0; row < residuals.length; row++) {
            residuals[row][0] = mean.length == 0 ? Double.NaN : residual(WholeRows.values(own, row));
        }
        return residuals;
    }

    /** NaN where one is missing, also one that never varied. */
    private double residual(double[] row) {
        double residual = row[0] - mean[0];
        for (int i = 0; i < weights.length; i++) {
            residual -= weights[i] * (row[i + 1] - mean[i + 1]);
        }
        return residual;
    }
}
