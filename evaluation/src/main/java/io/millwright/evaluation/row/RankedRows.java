package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;

/**
 * Labelled rows sorted by score once, so that ranking figures take one linear pass per bootstrap draw. Rows of equal score form one
 * group: a threshold cannot part them.
 */
final class RankedRows {

    private final boolean[] positive;
    private final int[] cluster;
    private final boolean[] endsGroup;
    private final int clusters;
    private final long positives;

    private RankedRows(boolean[] positive, int[] cluster, boolean[] endsGroup, int clusters, long positives) {
        this.positive = positive;
        this.cluster = cluster;
        this.endsGroup = endsGroup;
        this.clusters = clusters;
        this.positives = positives;
    }

    static RankedRows of(double[] score, boolean[] positive, int[] cluster, int clusters) {
        int n = score.length;
        int[] order = Ranking.byFallingScore(score);
        boolean[] sortedPositive = new boolean[n];
        int[] sortedCluster = new int[n];
        boolean[] endsGroup = new boolean[n];
        long positives = 0;
        for (int i = 0; i < n; i++) {
            sortedPositive[i] = positive[order[i]];
            sortedCluster[i] = cluster[order[i]];
            endsGroup[i] = i == n - 1 || score[order[i]] != score[order[i + 1]];
            positives += sortedPositive[i] ? 1 : 0;
        }
        return new RankedRows(sortedPositive, sortedCluster, endsGroup, clusters, positives);
    }

    ClusterMetric averagePrecision() {
        return ClusterMetric.of(clusters, positives == 0 ? 0 : positive.length, this::averagePrecision);
    }

    ClusterMetric areaUnderRoc() {
        boolean bothClasses = positives > 0 && positives < positive.length;
        return ClusterMetric.of(clusters, bothClasses ? positive.length : 0, this::areaUnderRoc);
    }

    private double averagePrecision(int[] multiplicity) {
        double area = 0;
        long hits = 0;
        long rows = 0;
        long hitsBefore = 0;
        for (int i = 0; i < positive.length; i++) {
            int times = multiplicity[cluster[i]];
            rows += times;
            if (positive[i]) {
                hits += times;
            }
            if (endsGroup[i] && hits > hitsBefore) {
                area += (double) (hits - hitsBefore) * hits / rows;
                hitsBefore = hits;
            }
        }
        return hits == 0 ? Double.NaN : area / hits;
    }

    /** Mann-Whitney: a tie counts half. */
    private double areaUnderRoc(int[] multiplicity) {
        double concordant = 0;
        long positivesAbove = 0;
        long positivesInGroup = 0;
        long negativesInGroup = 0;
        long negatives = 0;
        for (int i = 0; i < positive.length; i++) {
            int times = multiplicity[cluster[i]];
            if (positive[i]) {
                positivesInGroup += times;
            } else {
                negativesInGroup += times;
            }
            if (endsGroup[i]) {
                concordant += negativesInGroup * (positivesAbove + 0.5 * positivesInGroup);
                positivesAbove += positivesInGroup;
                negatives += negativesInGroup;
                positivesInGroup = 0;
                negativesInGroup = 0;
            }
        }
        return positivesAbove == 0 || negatives == 0 ? Double.NaN : concordant / ((double) positivesAbove * negatives);
    }
}
