package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.training.KeptDetectors;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code anomalies.json}: what was unusual in the tests, and what each detector would have said alone.
 *
 * @param alertsPerMachineWeek the budget thresholds were chosen for
 * @param machineWeeks watched in tests
 * @param voices all detectors together, each alone, and random alerts
 * @param alerts of all detectors together, by time
 * @param looks at what became of these tests, this one included; null without a failure target, where nothing of it is shown
 * @param detectors those of the newest rows, which are kept; null where nothing is said of newest rows, or by an older Millwright
 */
public record AnomalyFigures(
        List<String> indicators,
        double alertsPerMachineWeek,
        int machines,
        double machineWeeks,
        List<Fold> folds,
        List<Voice> voices,
        List<Alert> alerts,
        Metrics.@Nullable Looks looks,
        KeptDetectors.@Nullable Version detectors) {

    /** The same with the detectors of the newest rows. */
    public AnomalyFigures madeBy(Optional<KeptDetectors.Version> kept) {
        return new AnomalyFigures(
                indicators,
                alertsPerMachineWeek,
                machines,
                machineWeeks,
                folds,
                voices,
                alerts,
                looks,
                kept.orElse(null));
    }

    /** What stands beside a figure that failures of the tests went into. */
    public String beside() {
        return looks == null ? "" : looks.beside();
    }

    /** The threshold of all detectors together on one test. */
    public record Fold(int fold, Instant testFrom, Instant testTo, double threshold) {}

    /**
     * Alerts of one detector, or of all.
     *
     * @param events failures in the tests; 0 where the pipeline file has no failure target
     * @param detected of these, with an alert in their zone
     * @param averagePrecision of its scores over the labelled rows of the tests, beside which that of random alerts is what no knowledge
     *     reaches; undefined where nothing is labelled
     * @param ranking within each series; null where nothing is labelled, and in files from before it was told
     */
    public record Voice(
            String detector,
            long alerts,
            double alertsPerMachineWeek,
            long events,
            long detected,
            Estimate eventRecall,
            Estimate eventPrecision,
            Estimate averagePrecision,
            @Nullable AnomalyRanking ranking) {}

    /**
     * One alert.
     *
     * @param sensors that make the row unusual, the most telling first
     * @param outcome what it turned out to be; empty without a failure target
     */
    public record Alert(String equipmentId, Instant at, int fold, double score, List<String> sensors, String outcome) {}
}
