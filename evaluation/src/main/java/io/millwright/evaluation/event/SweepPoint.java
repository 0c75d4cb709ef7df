package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;

/**
 * What one threshold gives.
 *
 * @param threshold positive infinity never alerts
 * @param eventRecall NaN without events
 * @param eventPrecision NaN without judged episodes
 * @param precisionWithin share of alerts after which a failure came within {@link EventRules#rightWithin}, which is the event precision
 *     where that is the horizon; NaN without judged episodes
 * @param events failures that counted
 * @param judgedEpisodes what {@code precisionWithin} is taken over
 */
public record SweepPoint(
        double threshold,
        double eventRecall,
        double eventPrecision,
        double precisionWithin,
        double alertsPerMachineWeek,
        double costPerMachineWeek,
        long events,
        long judgedEpisodes) {

    /** A threshold with the counts it gave, by the horizon and by {@link AlertEvaluator#patient}. */
    public static SweepPoint of(double threshold, EventTally tally, EventTally patient, CostModel costs) {
        return new SweepPoint(
                threshold,
                tally.eventRecall().value(),
                tally.eventPrecision().value(),
                patient.eventPrecision().value(),
                tally.alertsPerMachineWeek().value(),
                tally.costPerMachineWeek(costs).value(),
                tally.events(),
                patient.episodes(Outcome.HIT) + patient.episodes(Outcome.FALSE_ALARM));
    }

    /** Harmonic mean of event recall and the precision within; 0 where either is 0 or undefined. */
    double f1() {
        double sum = eventRecall + precisionWithin;
        return sum > 0 ? 2 * eventRecall * precisionWithin / sum : 0;
    }

    /** The precision within less its standard error, as of a share of the judged episodes; NaN without any. */
    double precisionShown() {
        return precisionWithin - Math.sqrt(precisionWithin * (1 - precisionWithin) / judgedEpisodes);
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
