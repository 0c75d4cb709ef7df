package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import java.time.Instant;
import java.util.List;

/**
 * {@code anomalies.json}: what was unusual in the tests, and what each detector would have said alone.
 *
 * @param alertsPerMachineWeek the budget thresholds were chosen for
 * @param machineWeeks watched in tests
 * @param voices all detectors together, each alone, and random alerts
 * @param alerts of all detectors together, by time
 */
public record AnomalyFigures(
        List<String> indicators,
        double alertsPerMachineWeek,
        int machines,
        double machineWeeks,
        List<Fold> folds,
        List<Voice> voices,
        List<Alert> alerts) {

    /** The threshold of all detectors together on one test. */
    public record Fold(int fold, Instant testFrom, Instant testTo, double threshold) {}

    /**
     * Alerts of one detector, or of all.
     *
     * @param events failures in the tests; 0 where the pipeline file has no failure target
     * @param detected of these, with an alert in their zone
     * @param averagePrecision of its scores over the labelled rows of the tests, beside which that of random alerts is what no knowledge
     *     reaches; undefined where nothing is labelled
     */
    public record Voice(
            String detector,
            long alerts,
            double alertsPerMachineWeek,
            long events,
            long detected,
            Estimate eventRecall,
            Estimate eventPrecision,
            Estimate averagePrecision) {}

    /**
     * One alert.
     *
     * @param sensors that make the row unusual, the most telling first
     * @param outcome what it turned out to be; empty without a failure target
     */
    public record Alert(String equipmentId, Instant at, int fold, double score, List<String> sensors, String outcome) {}
}
