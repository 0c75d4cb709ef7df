package io.millwright.training.rul;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The share of like machines that live on, at the ends of equal intervals up to the cap.
 *
 * @param surviving with 1 before the first interval
 */
@SuppressWarnings("ArrayRecordComponent") // a curve; identity is never asked for
record SurvivalCurve(double[] surviving, double capHours) {

    /** Intervals of curves that a formula gives for any time. */
    static final int INTERVALS = 16;

    /** Curves without the 1 before the first interval. */
    static double[][] ends(double[][] fromOne) {
        return Arrays.stream(fromOne)
                .map(curve -> Arrays.copyOfRange(curve, 1, curve.length))
                .toArray(double[][]::new);
    }

    /** A formula at the ends of the intervals. */
    static double[] ends(DoubleUnaryOperator survivingAfter, double capHours) {
        return IntStream.rangeClosed(1, INTERVALS)
                .mapToDouble(interval -> survivingAfter.applyAsDouble(interval * capHours / INTERVALS))
                .toArray();
    }

    /** The mean life up to the cap, and the curve's own quantiles around it. */
    RulEstimate estimate(double coverage) {
        double tail = (1 - coverage) / 2;
        return RulEstimate.of(quantile(tail), mean(), quantile(1 - tail), capHours);
    }

    private int intervals() {
        return surviving.length - 1;
    }

    /** The area under the curve. */
    private double mean() {
        double area = 0;
        for (int interval = 0; interval < intervals(); interval++) {
            area += (surviving[interval] + surviving[interval + 1]) / 2;
        }
        return area * capHours / intervals();
    }

    /** When a share has failed, the hazard taken as constant inside an interval; the cap where that many never do. */
    private double quantile(double share) {
        double left = 1 - share;
        for (int interval = 0; interval < intervals(); interval++) {
            if (surviving[interval + 1] <= left) {
                double inside =
                        Math.log(surviving[interval] / left) / Math.log(surviving[interval] / surviving[interval + 1]);
                return (interval + Math.min(1, inside)) * capHours / intervals();
            }
        }
        return capHours;
    }
}
