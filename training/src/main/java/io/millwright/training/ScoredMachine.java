package io.millwright.training;

import io.millwright.lake.config.Severity;
import io.millwright.training.explain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the champion says about one machine.
 *
 * @param asOf of the machine's newest row; earlier than the moment scored for where its data end earlier
 * @param age of that row at the moment scored; zero on a counter of cycles, where every machine counts its own
 * @param probabilities calibrated, by failure target; NaN for a policy
 * @param scores uncalibrated, by failure target: what thresholds on scores compare with
 * @param modes of the headline target: probability of each failure mode, given a failure; empty where no mode is known
 * @param mode the most probable, or empty text
 * @param component that usually fails in that mode, or empty text
 * @param severity of the failure, should it come; empty where the package has no model of it
 * @param rulLowHours from {@code asOf} on, as the other two; NaN where the model has no remaining life
 * @param reasons the strongest first; empty where nothing pushes towards failure
 * @param like in words, the most similar past cases; empty text where none is similar
 */
public record ScoredMachine(
        String equipmentId,
        String site,
        String type,
        Instant asOf,
        Duration age,
        Map<String, Double> probabilities,
        Map<String, Double> scores,
        Map<String, Double> modes,
        String mode,
        String component,
        Optional<Severity> severity,
        double rulLowHours,
        double rulMedianHours,
        double rulHighHours,
        List<Reason> reasons,
        String like) {

    public ScoredMachine {
        probabilities = new LinkedHashMap<>(probabilities);
        scores = new LinkedHashMap<>(scores);
        modes = new LinkedHashMap<>(modes);
        reasons = List.copyOf(reasons);
    }

    /** The same with the remaining life counted from the moment scored; what is over by then is 0. */
    public ScoredMachine lifeLeft() {
        double hours = age.toMillis() / 3_600_000.0;
        return new ScoredMachine(
                equipmentId,
                site,
                type,
                asOf,
                age,
                probabilities,
                scores,
                modes,
                mode,
                component,
                severity,
                Math.max(0, rulLowHours - hours),
                Math.max(0, rulMedianHours - hours),
                Math.max(0, rulHighHours - hours),
                reasons,
                like);
    }

    /** The sentences of the reasons. */
    public List<String> sentences() {
        return reasons.stream().map(Reason::sentence).toList();
    }
}
