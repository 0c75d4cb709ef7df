package io.millwright.training.anomaly;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What detectors learned, as far as it can be written down: how strange each finds the normal time it was not fitted on, which is what its
 * ranks and thresholds are made of. Detectors that learned otherwise give other scores there.
 *
 * @param detectors by name
 * @param machines SHA-256 of the model of every machine that has one of its own; empty without such a detector
 */
public record Learned(Map<String, OfDetector> detectors, Map<String, String> machines) {

    static final double[] SHARES = {0, 0.25, 0.5, 0.75, 0.9, 0.99, 1};

    /**
     * Of one detector.
     *
     * @param rows of normal time that it could score
     * @param scores SHA-256 over their scores by equipment type, in order, by their bits
     * @param quantiles of these scores at 0, 25, 50, 75, 90, 99 and 100 %, on the detector's own scale; empty without a row
     */
    public record OfDetector(int rows, String scores, List<Double> quantiles) {
        public OfDetector {
            quantiles = List.copyOf(quantiles);
        }
    }

    public Learned {
        detectors = new TreeMap<>(detectors);
        machines = new TreeMap<>(machines);
    }
}
