package io.millwright.training;

import java.util.List;

/**
 * What a detection did.
 *
 * @param indicators features that are watched
 * @param folds tests, the final detectors not among them
 * @param rows scored on tests
 */
public record DetectionReport(List<String> detectors, List<String> indicators, int folds, long rows) {

    public DetectionReport {
        detectors = List.copyOf(detectors);
        indicators = List.copyOf(indicators);
    }
}
