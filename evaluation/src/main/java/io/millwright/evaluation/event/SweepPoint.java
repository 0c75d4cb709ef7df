package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;

/**
 * What one threshold gives.
 *
 * @param threshold positive infinity never alerts
 * @param eventRecall NaN without events
 * @param eventPrecision NaN without judged episodes
 */
public record SweepPoint(
        double threshold,
        double eventRecall,
        double eventPrecision,
        double alertsPerMachineWeek,
        double costPerMachineWeek) {

    static SweepPoint of(double threshold, EventTally tally, CostModel costs) {
        return new SweepPoint(
                threshold,
                tally.eventRecall().value(),
                tally.eventPrecision().value(),
                tally.alertsPerMachineWeek().value(),
                tally.costPerMachineWeek(costs).value());
    }
}
