package io.millwright.training.fitted;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * The first principal components of rows: T-squared is how far a row lies from the centre inside their space, SPE (the squared prediction
 * error) how far outside of it, where columns no longer move together. Both are NaN where a column is.
 *
 * @param mean of each column
 * @param axes one a component, unit vectors, the component with the largest variance first
 * @param variance of each component
 * @see "Jackson and Mudholkar, Control Procedures for Residuals Associated with Principal Component Analysis, 1979"
 */
@SuppressWarnings("ArrayRecordComponent") // fitted numbers, written out as a whole
public record Components(double[] mean, double[][] axes, double[] variance) {

    private static final double LEAST_VARIANCE = 1e-9;

    /**
     * The fewest components that hold a share of the variance, and not all, so that something can be outside.
     *
     * @param rows at least two, of at least two columns, all finite
     */
    public static Components fit(double[][] rows, double share) {
        EigenDecomposition eigen = new EigenDecomposition(new Covariance(rows).getCovarianceMatrix());
        double[] variances = eigen.getRealEigenvalues();
        int kept = kept(variances, share);
        double[][] axes = new double[kept][];
        for (int component = 0; component < kept; component++) {
            axes[component] = eigen.getEigenvector(component).toArray();
        }
        return new Components(means(rows), axes, Arrays.copyOf(variances, kept));
    }

    /** Mean of each column. */
    public static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (double[] row : rows) {
            for (int column = 0; column < means.length; column++) {
                means[column] += row[column] / rows.length;
            }
        }
        return means;
    }

    private static int kept(double[] variances, double share) {
        double all = Arrays.stream(variances).map(value -> Math.max(0, value)).sum();
        double sum = 0;
        int kept = 0;
        while (kept < variances.length - 1 && sum < share * all) {
            sum += Math.max(0, variances[kept++]);
        }
        return Math.max(1, kept);
    }

    public double t2(double[] row) {
        double t2 = 0;
        for (int component = 0; component < axes.length; component++) {
            double along = along(component, row);
            t2 += along * along / Math.max(LEAST_VARIANCE, variance[component]);
        }
        return t2;
    }

    public double spe(double[] row) {
        double length = 0;
        for (int column = 0; column < mean.length; column++) {
            length += (row[column] - mean[column]) * (row[column] - mean[column]);
        }
        double inside = 0;
        for (int component = 0; component < axes.length; component++) {
            double along = along(component, row);
            inside += along * along;
        }
        return Math.max(0, length - inside);
    }

    private double along(int component, double[] row) {
        double along = 0;
        for (int column = 0; column < mean.length; column++) {
            along += axes[component][column] * (row[column] - mean[column]);
        }
        return along;
    }
}
