package io.millwright.training.anomaly;

import java.util.Map;

/**
 * Scores of rows.
 *
 * @param score mean of the detectors' ranks; NaN where none can tell
 * @param ranks by detector, NaN where it cannot tell
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
public record AnomalyScores(double[] score, Map<String, double[]> ranks) {

    static AnomalyScores of(Map<String, double[]> ranks, int rows) {
        double[] score = new double[rows];
        for (int row = 0; row < rows; row++) {
            int at = row;
            score[row] = ranks.values().stream()
                    .mapToDouble(ofDetector -> ofDetector[at])
                    .filter(rank -> !Double.isNaN(rank))
                    .average()
                    .orElse(Double.NaN);
        }
        return new AnomalyScores(score, ranks);
    }
}
