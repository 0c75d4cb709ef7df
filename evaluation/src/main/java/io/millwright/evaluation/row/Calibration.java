package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;

/**
 * Logistic regression of the label on the log-odds of the predicted probability: intercept 0 and slope 1 mean the probabilities can
 * be taken at their word; a slope below 1 means they are too extreme.
 *
 * <p>Solved by Newton's method on all rows. A bootstrap draw takes one Newton step from there, from sums kept per cluster, so a draw
 * costs the number of clusters and not the number of rows; the step is exact to first order.
 *
 * @see "Cox, Two further applications of a model for binary regression, Biometrika 1958; Stevens and Poppe, Validation of clinical
 *     prediction models: what does the calibration slope really measure?, 2020"
 */
public final class Calibration {

    private static final double CLIP = 1e-6;
    private static final int MAX_STEPS = 60;
    private static final double CONVERGED = 1e-9;

    private final double intercept;
    private final double slope;
    private final double[][] sums;
    private final long n;

    private Calibration(double intercept, double slope, double[][] sums, long n) {
        this.intercept = intercept;
        this.slope = slope;
        this.sums = sums;
        this.n = n;
    }

    /**
     * Undefined (NaN, n = 0) when only one class is present, all probabilities are equal, or the classes are parted perfectly.
     *
     * @param probability in [0, 1], clipped to [1e-6, 1 - 1e-6]
     */
    static Calibration of(double[] probability, boolean[] positive, int[] cluster, int clusters) {
        double[] logit = new double[probability.length];
        for (int i = 0; i < logit.length; i++) {
            double p = Math.min(1 - CLIP, Math.max(CLIP, probability[i]));
            logit[i] = Math.log(p / (1 - p));
        }
        double[] beta = newton(logit, positive);
        if (Double.isNaN(beta[1])) {
            return new Calibration(Double.NaN, Double.NaN, new double[clusters][5], 0);
        }
        return new Calibration(beta[0], beta[1], gradients(logit, positive, cluster, clusters, beta), logit.length);
    }

    public ClusterMetric slope() {
        return ClusterMetric.of(sums.length, n, draw -> slope + step(summed(draw))[1]);
    }

    public ClusterMetric intercept() {
        return ClusterMetric.of(sums.length, n, draw -> intercept + step(summed(draw))[0]);
    }

    private static double[] newton(double[] logit, boolean[] positive) {
        int[] oneCluster = new int[logit.length];
        double[] beta = {0, 1};
        for (int i = 0; i < MAX_STEPS; i++) {
            double[] step = step(gradients(logit, positive, oneCluster, 1, beta)[0]);
            double longest = Math.max(Math.abs(step[0]), Math.abs(step[1]));
            if (Double.isNaN(longest) || Math.abs(beta[1]) > 1e3) {
                break;
            }
            double damping = Math.min(1, 2 / longest);
            beta[0] += damping * step[0];
            beta[1] += damping * step[1];
            if (longest < CONVERGED) {
                return beta;
            }
        }
        return new double[] {Double.NaN, Double.NaN};
    }

    /** Per cluster: gradient (2) and information matrix (3) of the log-likelihood at beta. */
    private static double[][] gradients(
            double[] logit, boolean[] positive, int[] cluster, int clusters, double[] beta) {
        double[][] sums = new double[clusters][5];
        for (int i = 0; i < logit.length; i++) {
            double expected = 1 / (1 + Math.exp(-(beta[0] + beta[1] * logit[i])));
            double residual = (positive[i] ? 1 : 0) - expected;
            double weight = expected * (1 - expected);
            double[] sum = sums[cluster[i]];
            sum[0] += residual;
            sum[1] += residual * logit[i];
            sum[2] += weight;
            sum[3] += weight * logit[i];
            sum[4] += weight * logit[i] * logit[i];
        }
        return sums;
    }

    private static double[] step(double[] sum) {
        double determinant = sum[2] * sum[4] - sum[3] * sum[3];
        if (!(determinant > 1e-12 * sum[2] * sum[4])) {
            return new double[] {Double.NaN, Double.NaN};
        }
        return new double[] {
            (sum[4] * sum[0] - sum[3] * sum[1]) / determinant, (sum[2] * sum[1] - sum[3] * sum[0]) / determinant
        };
    }

    private double[] summed(int[] multiplicity) {
        double[] total = new double[5];
        for (int c = 0; c < sums.length; c++) {
            for (int j = 0; j < total.length; j++) {
                total[j] += multiplicity[c] * sums[c][j];
            }
        }
        return total;
    }
}
