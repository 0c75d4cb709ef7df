package io.millwright.evaluation.event;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;

/**
 * The event figures of one policy with their intervals and the counts behind them.
 *
 * @param events failures that counted
 * @param detected of these, with an episode in their zone
 * @param alertedLate of the missed, with an episode between zone and failure
 * @param hits episodes in a zone
 * @param falseAlarms episodes that turned out to be nothing
 * @param lateEpisodes episodes between zone and failure
 * @param undetermined episodes nobody can judge
 * @param exposureWeeks machine-weeks watched outside repair windows
 * @param f1 detected events and hits over events and judged episodes
 * @param falsePositiveRate share of healthy machine time inside an alert
 * @param medianLeadHours a missed event counts 0
 * @param tenthLeadHours of a tenth of the events at most; a missed event counts 0
 */
public record EventReport(
        long events,
        long detected,
        long alertedLate,
        long hits,
        long falseAlarms,
        long lateEpisodes,
        long undetermined,
        double exposureWeeks,
        Estimate eventRecall,
        Estimate eventPrecision,
        Estimate f1,
        Estimate alertsPerMachineWeek,
        Estimate falsePositiveRate,
        Estimate medianLeadHours,
        Estimate tenthLeadHours,
        Estimate costPerMachineWeek) {

    static EventReport of(EventTally tally, CostModel costs, ClusterBootstrap bootstrap) {
        return new EventReport(
                tally.events(),
                tally.detected(),
                tally.alertedLate(),
                tally.episodes(Outcome.HIT),
                tally.episodes(Outcome.FALSE_ALARM),
                tally.episodes(Outcome.LATE),
                tally.episodes(Outcome.UNDETERMINED),
                tally.exposureWeeks(),
                bootstrap.estimate(tally.eventRecall()),
                bootstrap.estimate(tally.eventPrecision()),
                bootstrap.estimate(tally.f1()),
                bootstrap.estimate(tally.alertsPerMachineWeek()),
                bootstrap.estimate(tally.falsePositiveRate()),
                bootstrap.estimate(tally.medianLeadHours()),
                bootstrap.estimate(tally.tenthLeadHours()),
                bootstrap.estimate(tally.costPerMachineWeek(costs)));
    }
}
