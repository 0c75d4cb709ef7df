package io.millwright.evaluation.rul;

/**
 * One prediction of remaining useful life beside the truth, all in the same unit (cycles or hours).
 *
 * @param machine the cluster of every bootstrap
 * @param predicted point prediction
 * @param lower lower end of the interval, NaN when there is none
 * @param upper upper end of the interval, NaN when there is none
 * @param truth uncapped true remaining useful life
 */
public record RulPrediction(String machine, double predicted, double lower, double upper, double truth) {

    public RulPrediction {
        if (Double.isNaN(predicted) || Double.isNaN(truth)) {
            throw new IllegalArgumentException(
                    "prediction and truth must be numbers, got " + predicted + " and " + truth + " for " + machine);
        }
    }

    /** The same with the truth capped, and prediction and interval held to [0, cap]. */
    RulPrediction capped(double cap) {
        return new RulPrediction(
                machine, held(predicted, cap), held(lower, cap), held(upper, cap), Math.min(truth, cap));
    }

    boolean hasInterval() {
        return !Double.isNaN(lower) && !Double.isNaN(upper);
    }

    boolean covered() {
        return truth >= lower && truth <= upper;
    }

    private static double held(double value, double cap) {
        return Double.isNaN(value) ? value : Math.max(0, Math.min(cap, value));
    }
}
