package io.millwright.pipeline.score;

import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.lake.config.MaintenanceSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.FinalPoints;
import io.millwright.pipeline.evaluate.PredictionColumns;
import io.millwright.training.ScoredMachine;
import java.time.Duration;

/**
 * The risk a list is made by.
 *
 * @param threshold alerts are risks at or above it; infinite where nothing was ever worth an alert
 * @param fromRemainingLife the fleet has no failure target, so the risk is read off the remaining life
 * @param lifeCoverage share of lives that the model's intervals of remaining life were made to hold
 */
record ScoringTarget(TargetSpec.Failure target, double threshold, boolean fromRemainingLife, double lifeCoverage) {

    /** Without a failure target the horizon is this share of the cap of remaining life. */
    private static final int HORIZONS_PER_CAP = 4;

    private static final double ROUNDING = 1e9;

    private static final Duration WITHOUT_CAP = Duration.ofDays(7);

    /**
     * The headline target at its cheapest threshold, or the remaining life at the risk from which acting pays.
     *
     * @param lifeCoverage of the model's package, which may be another than the pipeline file asks for by now
     */
    static ScoringTarget of(PipelineConfig config, FinalPoints points, double lifeCoverage) {
        return config.targets()
                .headline()
                .map(target -> new ScoringTarget(
                        target, points.threshold(target.name(), OperatingPoints.COST_OPTIMAL), false, lifeCoverage))
                .orElseGet(() -> remainingLife(config, lifeCoverage));
    }

    private static ScoringTarget remainingLife(PipelineConfig config, double lifeCoverage) {
        Duration horizon = config.targets()
                .rul()
                .map(rul -> rul.cap().dividedBy(HORIZONS_PER_CAP))
                .orElse(WITHOUT_CAP);
        TargetSpec.Failure target =
                new TargetSpec.Failure("remaining_life", horizon, Duration.ZERO, horizon, horizon, true);
        return new ScoringTarget(target, worthActing(config), true, lifeCoverage);
    }

    /** The risk at which the expected saving is zero, for the most effective action of the table. */
    private static double worthActing(PipelineConfig config) {
        double effectiveness = config.maintenance().actions().stream()
                .mapToDouble(MaintenanceSpec.Action::effectiveness)
                .max()
                .orElse(0.5);
        double gain =
                effectiveness * (config.costs().unplanned() - config.costs().planned());
        return config.costs().falseAlarm()
                / Math.max(Double.MIN_NORMAL, config.costs().falseAlarm() + gain);
    }

    /** In [0, 1]; ties of a calibration are broken as they were when the threshold was chosen. */
    double risk(ScoredMachine machine) {
        if (fromRemainingLife) {
            return riskWithin(
                    target.horizon().toMillis() / 3_600_000.0,
                    machine.rulLowHours(),
                    machine.rulMedianHours(),
                    machine.rulHighHours(),
                    lifeCoverage);
        }
        double score = machine.scores().getOrDefault(target.name(), Double.NaN);
        double probability = machine.probabilities().getOrDefault(target.name(), Double.NaN);
        double decision = PredictionColumns.decision(score, probability);
        return Double.isNaN(decision) ? 0 : Math.max(0, Math.min(1, decision));
    }

    /**
     * The share of lives over within the horizon, by straight lines through an interval that as many lives miss on either side: of a 90 %
     * interval 5 % at its lower end, half at the median, 95 % at its upper end. 0 where the life is unknown.
     *
     * @param coverage of the interval, in (0, 1)
     */
    static double riskWithin(double horizon, double low, double median, double high, double coverage) {
        if (Double.isNaN(median)) {
            return 0;
        }
        double tail = tail(coverage);
        if (horizon < low) {
            return tail * horizon / low;
        }
        if (horizon < median) {
            return tail + (0.5 - tail) * (horizon - low) / (median - low);
        }
        return horizon < high ? 0.5 + (0.5 - tail) * (horizon - median) / (high - median) : 1 - tail;
    }

    /** Rounded: of 0.9 it is 0.05, and not the next number below. */
    private static double tail(double coverage) {
        return Math.round((1 - coverage) / 2 * ROUNDING) / ROUNDING;
    }
}
