package io.millwright.pipeline.monitor;

import io.millwright.pipeline.evaluate.TrainedOn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the reasons to train again are decided by.
 *
 * @param at the end of the interval, which is now
 * @param modelVersion that lists are made with; empty text while there is none
 * @param model what it was trained on; empty where there is none or its package does not say
 * @param newestTraining end of the data of the newest model that was registered, champion or not
 * @param drifted features of the fleet
 * @param compared features of the fleet that could be judged
 * @param recent what became of the model's newest lists that have matured
 * @param testedPrecision event precision it was tested with at the threshold its lists alert at; NaN where it is not known
 * @param livesOnly the model foretells remaining lives and no failure, of which no record is kept
 * @param newFailures since the end of its training data, those whose labels are settled
 * @param now of the fleet as it is
 * @param changedTargets sentences on targets that mean something else than when it was trained
 */
record Situation(
        Instant at,
        String modelVersion,
        Optional<TrainedOn> model,
        Optional<Instant> newestTraining,
        long drifted,
        long compared,
        Optional<Matured> recent,
        double testedPrecision,
        boolean livesOnly,
        long newFailures,
        TrainedOn now,
        List<String> changedTargets) {

    Situation {
        changedTargets = List.copyOf(changedTargets);
    }

    boolean hasModel() {
        return !modelVersion.isEmpty();
    }

    /** When a reason last asked for a training, before {@code at}; by name. */
    record LastAsked(Map<String, Instant> byName) {

        LastAsked {
            byName = Map.copyOf(byName);
        }

        Optional<Instant> of(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }
}
