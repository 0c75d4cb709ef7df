package io.millwright.training;

import java.util.List;

/**
 * What a detection did.
 *
 * @param indicators features that are watched
 * @param folds tests, the final detectors not among them
 * @param rows scored on tests
 * @param untrained machines that have no model of their own, where each was to have one
 */
public record DetectionReport(
        List<String> detectors, List<String> indicators, int folds, long rows, List<String> untrained) {

    public DetectionReport {
        detectors = List.copyOf(detectors);
        indicators = List.copyOf(indicators);
        untrained = List.copyOf(untrained);
    }
}
