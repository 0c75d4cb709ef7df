package io.millwright.pipeline.evaluate;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** In which ways a fleet cannot be divided, and why. */
final class Divided {

    private Divided() {}

    /** The reason by way; empty where all ways apply. */
    static Map<String, String> missing(Collection<MachineFacts> machines, Instant at, boolean regimes) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (!Division.AGE.isKnown(machines, at)) {
            missing.put(Division.AGE.by, "the data tell no machine's commissioning date or age");
        }
        if (!Division.MANUFACTURER.isKnown(machines, at)) {
            missing.put(Division.MANUFACTURER.by, "the data tell no manufacturer");
        }
        if (!generationsKnown(machines)) {
            missing.put(FailureKind.GENERATION.by, "the data tell no generation of any component");
        }
        if (!regimes) {
            missing.put(TargetDetail.REGIME, "there are no regimes: features.regimes is not configured");
        }
        return missing;
    }

    static boolean generationsKnown(Collection<MachineFacts> machines) {
        return machines.stream().flatMap(machine -> machine.parts().stream()).anyMatch(part -> !part.generation()
                .equals(MachineFacts.UNKNOWN));
    }
}
