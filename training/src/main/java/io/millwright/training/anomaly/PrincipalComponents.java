package io.millwright.training.anomaly;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * Principal components of normal time. T-squared is how far a row lies from the centre inside the space of the first components, SPE
 * (the squared prediction error) how far outside of it: sensors that no longer move together.
 *
 * @see "Jackson and Mudholkar, Control Procedures for Residuals Associated with Principal Component Analysis, 1979"
 */
final class PrincipalComponents implements PointDetector {

    private static final double SHARE_OF_VARIANCE = 0.9;
    private static final double LEAST_VARIANCE = 1e-9;

    /** Which of the two distances. */
    enum Distance {
        T2,
        SPE
    }

    private final Distance distance;

    PrincipalComponents(Distance distance) {
        this.distance = distance;
    }

    @Override
    public String name() {
        return distance == Distance.T2 ? "pca_t2" : "pca_spe";
    }

    @Override
    public FittedPoints fit(double[][] normal, long seed) {
        double[] mean = means(normal);
        if (mean.length == 1) {
            return oneIndicator(normal, mean[0]);
        }
        RealMatrix covariance = new Covariance(normal).getCovarianceMatrix();
        EigenDecomposition eigen = new EigenDecomposition(covariance);
        double[] variances = eigen.getRealEigenvalues();
        int kept = kept(variances);
        double[][] axes = new double[kept][];
        for (int component = 0; component < kept; component++) {
            axes[component] = eigen.getEigenvector(component).toArray();
        }
        return rows -> Univariate.each(rows, row -> distance(row, mean, axes, variances));
    }

    /** With one indicator there is nothing to leave: T-squared is its square, SPE nothing. */
    private FittedPoints oneIndicator(double[][] normal, double mean) {
        double variance = Math.max(
                LEAST_VARIANCE,
                Arrays.stream(normal)
                        .mapToDouble(row -> (row[0] - mean) * (row[0] - mean))
                        .average()
                        .orElse(1));
        return rows -> Univariate.each(
                rows, row -> distance == Distance.T2 ? (row[0] - mean) * (row[0] - mean) / variance : Double.NaN);
    }

    private static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (double[] row : rows) {
            for (int column = 0; column < means.length; column++) {
                means[column] += row[column] / rows.length;
            }
        }
        return means;
    }

    /** The fewest that hold the share of the variance, and not all of them, so that something can be outside. */
    private static int kept(double[] variances) {
        double all = Arrays.stream(variances).map(value -> Math.max(0, value)).sum();
        double sum = 0;
        int kept = 0;
        while (kept < variances.length - 1 && sum < SHARE_OF_VARIANCE * all) {
            sum += Math.max(0, variances[kept++]);
        }
        return Math.max(1, kept);
    }

    private double distance(double[] row, double[] mean, double[][] axes, double[] variances) {
        double length = 0;
        for (int column = 0; column < mean.length; column++) {
            length += (row[column] - mean[column]) * (row[column] - mean[column]);
        }
        double t2 = 0;
        double inside = 0;
        for (int component = 0; component < axes.length; component++) {
            double along = 0;
            for (int column = 0; column < mean.length; column++) {
                along += axes[component][column] * (row[column] - mean[column]);
            }
            inside += along * along;
            t2 += along * along / Math.max(LEAST_VARIANCE, variances[component]);
        }
        return distance == Distance.T2 ? t2 : Math.max(0, length - inside);
    }
}
