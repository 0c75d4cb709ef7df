package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;

/**
 * What one threshold gives.
 *
 * @param threshold positive infinity never alerts
 * @param eventRecall NaN without events
 * @param eventPrecision NaN without judged episodes
 * @param events failures that counted
 * @param judgedEpisodes hits and false alarms: what the precision is taken over
 */
public record SweepPoint(
        double threshold,
        double eventRecall,
        double eventPrecision,
        double alertsPerMachineWeek,
        double costPerMachineWeek,
        long events,
        long judgedEpisodes) {

    /** A threshold with the counts it gave. */
    public static SweepPoint of(double threshold, EventTally tally, CostModel costs) {
        return new SweepPoint(
                threshold,
                tally.eventRecall().value(),
                tally.eventPrecision().value(),
                tally.alertsPerMachineWeek().value(),
                tally.costPerMachineWeek(costs).value(),
                tally.events(),
                tally.episodes(Outcome.HIT) + tally.episodes(Outcome.FALSE_ALARM));
    }

    /** Harmonic mean of event recall and event precision; 0 where either is 0 or undefined. */
    double f1() {
        double sum = eventRecall + eventPrecision;
        return sum > 0 ? 2 * eventRecall * eventPrecision / sum : 0;
    }

    /**
     * Standard error of {@link #f1}, roughly: F1 is twice the hits over events and judged episodes together, and is taken for a share of
     * half as many trials.
     */
    double f1StandardError() {
        double trials = (events + judgedEpisodes) / 2.0;
        return trials > 0 ? Math.sqrt(f1() * (1 - f1()) / trials) : 0;
    }
}
