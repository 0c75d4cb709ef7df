package io.millwright.training.anomaly;

import io.millwright.evaluation.event.AlertEvaluator;
import java.time.Duration;
import java.util.Arrays;

/** The lowest threshold that keeps an alert budget on normal time. */
public final class AlertThreshold {

    private AlertThreshold() {}

    private static final double MILLIS_PER_WEEK = 7 * 24 * 3_600_000.0;

    /**
     * Goes down the scores that occur, from the highest on. In a normal time so short that the budget is less than one alert nothing can
     * be counted; then as many of its rows reach the threshold as a fleet within the budget spends cooling down.
     *
     * @param coolDown that the evaluator's alerts keep
     * @param scores of normal time, NaN left out
     * @return 1, which no score reaches, without a score
     */
    public static double within(
            double alertsPerMachineWeek, Duration coolDown, AlertEvaluator normalTime, double[] scores) {
        double[] sorted = Arrays.stream(scores)
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return 1;
        }
        double highest = sorted[sorted.length - 1];
        if (alertsPerMachineWeek * normalTime.tally(Double.POSITIVE_INFINITY).exposureWeeks() < 1) {
            double shareOfTime = alertsPerMachineWeek * coolDown.toMillis() / MILLIS_PER_WEEK;
            return Normal.quantile(sorted, Math.max(0, 1 - shareOfTime));
        }
        return Math.min(normalTime.lowestWithin(alertsPerMachineWeek), Math.nextUp(highest));
    }
}
