package io.millwright.training.rul;

/**
 * Remaining useful life of one row, in hours (a cycle is an hour), inside [0, cap].
 *
 * @param low lower end of the interval
 * @param median the point prediction; despite the column's name the conditional mean for squared error
 * @param high upper end of the interval
 */
public record RulEstimate(double low, double median, double high) {

    static RulEstimate of(double low, double median, double high, double capHours) {
        double point = held(median, capHours);
        return new RulEstimate(Math.min(point, held(low, capHours)), point, Math.max(point, held(high, capHours)));
    }

    private static double held(double value, double cap) {
        return Math.max(0, Math.min(cap, value));
    }
}
