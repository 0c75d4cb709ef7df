package io.millwright.training;

import java.util.List;
import java.util.Optional;

/**
 * What a detection did.
 *
 * @param indicators features that are watched
 * @param folds tests
 * @param rows scored on tests
 * @param untrained machines that have no model of their own, where each was to have one
 * @param now every machine's newest row, the most unusual first; empty where that cannot be told
 * @param madeBy the detectors that were kept of what is said of now
 */
public record DetectionReport(
        List<String> detectors,
        List<String> indicators,
        int folds,
        long rows,
        List<String> untrained,
        List<UnusualNow.Machine> now,
        Optional<KeptDetectors.Version> madeBy) {

    public DetectionReport {
        detectors = List.copyOf(detectors);
        indicators = List.copyOf(indicators);
        untrained = List.copyOf(untrained);
        now = List.copyOf(now);
    }
}
