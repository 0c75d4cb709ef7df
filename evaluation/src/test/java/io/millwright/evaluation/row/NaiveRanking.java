package io.millwright.evaluation.row;

import java.util.Arrays;

/** Ranking figures as their definitions read, in quadratic time. */
final class NaiveRanking {

    private NaiveRanking() {}

    /** Rows are repeated as often as their cluster is drawn, then every distinct score is a threshold. */
    static double averagePrecision(double[] score, boolean[] positive, int[] cluster, int[] multiplicity) {
        double[] thresholds = Arrays.stream(score).distinct().sorted().toArray();
        double area = 0;
        double recallBefore = 0;
        double positives = countAtOrAbove(Double.NEGATIVE_INFINITY, score, positive, cluster, multiplicity, true);
        for (int t = thresholds.length - 1; t >= 0; t--) {
            double hits = countAtOrAbove(thresholds[t], score, positive, cluster, multiplicity, true);
            double misses = countAtOrAbove(thresholds[t], score, positive, cluster, multiplicity, false);
            double recall = hits / positives;
            area += hits + misses == 0 ? 0 : (recall - recallBefore) * hits / (hits + misses);
            recallBefore = recall;
        }
        return area;
    }

    static double areaUnderRoc(double[] score, boolean[] positive, int[] cluster, int[] multiplicity) {
        double concordant = 0;
        double pairs = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < score.length; j++) {
                if (positive[i] && !positive[j]) {
                    double times = (double) multiplicity[cluster[i]] * multiplicity[cluster[j]];
                    pairs += times;
                    concordant += times * (score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0);
                }
            }
        }
        return concordant / pairs;
    }

    private static double countAtOrAbove(
            double threshold, double[] score, boolean[] positive, int[] cluster, int[] multiplicity, boolean wanted) {
        double count = 0;
        for (int i = 0; i < score.length; i++) {
            if (score[i] >= threshold && positive[i] == wanted) {
                count += multiplicity[cluster[i]];
            }
        }
        return count;
    }
}
