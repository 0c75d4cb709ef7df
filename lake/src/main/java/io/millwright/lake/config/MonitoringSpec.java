package io.millwright.lake.config;

import java.time.Duration;

/**
 * When {@code monitor} asks for a training.
 *
 * @param retrainEvery the newest model's training data may be so old
 * @param pause a reason that asked for a training does not ask again for so long; drift lasts, and one answer to it is enough
 * @param driftedShare share of drifted features from which on the inputs have changed, in (0, 1]
 * @param miscalibration so many times as many failures as were foretold, or as few, are too many or too few; above 1
 * @param keptPrecision share of the event precision a model was tested with that it has to keep, in [0, 1]
 * @param newFailures so many failures since a model's training are worth learning from
 */
public record MonitoringSpec(
        Duration retrainEvery,
        Duration pause,
        double driftedShare,
        double miscalibration,
        double keptPrecision,
        int newFailures) {}
