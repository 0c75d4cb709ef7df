package io.millwright.worklist;

import io.millwright.lake.config.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the model says about one component of one machine at one {@code as_of}.
 *
 * @param component empty where the model speaks of the machine as a whole
 * @param mode most likely failure mode, empty where unknown
 * @param severity of the failure, should it come, where a model says; else {@link SeverityRule} stands in
 * @param pFail calibrated probability of failure within the horizon, in [0, 1]
 * @param rulLowHours lower end of the remaining-life interval in hours (an hour is a cycle on a cycle axis), NaN where unknown
 * @param rulMedianHours median, NaN where unknown
 * @param rulHighHours upper end, NaN where unknown
 * @param reasons sentences, the strongest first
 * @param age of what the model saw of the machine; its probability is of the horizon from that moment, its lives are from {@code asOf}
 */
public record Prediction(
        String site,
        String equipmentId,
        String component,
        String mode,
        Optional<Severity> severity,
        double pFail,
        double rulLowHours,
        double rulMedianHours,
        double rulHighHours,
        List<String> reasons,
        Duration age,
        Instant asOf,
        String modelVersion) {

    public Prediction {
        if (!(pFail >= 0 && pFail <= 1)) {
            throw new IllegalArgumentException(
                    "a probability must be in [0, 1], got " + pFail + " for " + equipmentId + " " + component);
        }
        reasons = List.copyOf(reasons);
    }

    Part part() {
        return new Part(equipmentId, component);
    }
}
