package io.millwright.training.calibration;

/**
 * Logistic calibration: log-odds of the probability = intercept + slope x log-odds of the score. Two numbers, so it stands on few
 * positives.
 *
 * @see "Platt, Probabilistic outputs for support vector machines, 1999; fitted here on log-odds, by Newton's method with a small ridge
 *     towards the identity"
 */
public record Platt(double intercept, double slope) implements Calibrator {

    /** Takes scores for what they say. */
    public static final Platt IDENTITY = new Platt(0, 1);

    private static final double CLIP = 1e-6;
    private static final double RIDGE = 1;
    private static final int MAX_STEPS = 50;
    /** A slope of 0 or less would reverse the order. */
    private static final double LEAST_SLOPE = 0.05;

    /** Fits on scores in [0, 1] and outcomes of equal length; the identity where only one class is present. */
    public static Platt fit(double[] scores, boolean[] positive) {
        double[] beta = {0, 1};
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] change = newtonStep(scores, positive, beta);
            beta[0] += change[0];
            beta[1] += change[1];
            if (Math.abs(change[0]) + Math.abs(change[1]) < 1e-10) {
                break;
            }
        }
        boolean sound = Double.isFinite(beta[0]) && Double.isFinite(beta[1]) && bothClasses(positive);
        if (!sound) {
            return IDENTITY;
        }
        return beta[1] >= LEAST_SLOPE ? new Platt(beta[0], beta[1]) : ofLeastSlope(scores, positive);
    }

    /** With the slope held, the intercept that gives as many as failed. */
    private static Platt ofLeastSlope(double[] scores, boolean[] positive) {
        double[] beta = {0, LEAST_SLOPE};
        for (int step = 0; step < MAX_STEPS; step++) {
            double change = interceptStep(scores, positive, beta);
            beta[0] += change;
            if (Math.abs(change) < 1e-10) {
                break;
            }
        }
        return new Platt(beta[0], LEAST_SLOPE);
    }

    private static boolean bothClasses(boolean[] positive) {
        boolean any = false;
        boolean all = true;
        for (boolean each : positive) {
            any |= each;
            all &= each;
        }
        return any && !all;
    }

    private static double[] newtonStep(double[] scores, boolean[] positive, double[] beta) {
        double g0 = -RIDGE * beta[0] * 1e-3;
        double g1 = -RIDGE * (beta[1] - 1);
        double h00 = RIDGE * 1e-3;
        double h01 = 0;
        double h11 = RIDGE;
        for (int row = 0; row < scores.length; row++) {
            double x = logOdds(scores[row]);
            double p = inverse(beta[0] + beta[1] * x);
            double residual = (positive[row] ? 1 : 0) - p;
            double weight = p * (1 - p);
            g0 += residual;
            g1 += residual * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        double determinant = h00 * h11 - h01 * h01;
        double step0 = (h11 * g0 - h01 * g1) / determinant;
        double step1 = (h00 * g1 - h01 * g0) / determinant;
        double damping = Math.min(1, 1 / Math.max(Math.abs(step0), Math.abs(step1)));
        return new double[] {damping * step0, damping * step1};
    }

    private static double interceptStep(double[] scores, boolean[] positive, double[] beta) {
        double gradient = 0;
        double curvature = 0;
        for (int row = 0; row < scores.length; row++) {
            double p = inverse(beta[0] + beta[1] * logOdds(scores[row]));
            gradient += (positive[row] ? 1 : 0) - p;
            curvature += p * (1 - p);
        }
        return Math.max(-1, Math.min(1, gradient / curvature));
    }

    private static double logOdds(double score) {
        double clipped = Math.min(1 - CLIP, Math.max(CLIP, score));
        return Math.log(clipped / (1 - clipped));
    }

    private static double inverse(double logOdds) {
        double p = 1 / (1 + Math.exp(-logOdds));
        return Math.min(1 - CLIP, Math.max(CLIP, p));
    }

    @Override
    public double probability(double score) {
        return inverse(intercept + slope * logOdds(score));
    }
}
