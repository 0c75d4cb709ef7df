package io.millwright.features.regime;

import java.util.Arrays;
import java.util.Random;

/**
 * Lloyd's k-means with k-means++ starts: the best of several restarts by the sum of squared distances. Deterministic: the
 * seed and the order of the points decide everything.
 *
 * @see "Arthur, Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007"
 */
final class KMeans {

    private static final int RESTARTS = 10;
    private static final int ITERATIONS = 100;

    private KMeans() {}

    /** Centres, ordered by their coordinates; fewer than {@code count} where there are fewer distinct points. */
    static double[][] centres(double[][] points, int count, long seed) {
        double[][] best = new double[0][];
        double bestCost = Double.POSITIVE_INFINITY;
        for (int restart = 0; restart < RESTARTS; restart++) {
            double[][] centres = lloyd(points, start(points, count, new Random(seed + restart)));
            double cost = cost(points, centres);
            if (cost < bestCost) {
                bestCost = cost;
                best = centres;
            }
        }
        Arrays.sort(best, Arrays::compare);
        return best;
    }

    private static double[][] start(double[][] points, int count, Random random) {
        double[][] centres = new double[count][];
        centres[0] = points[random.nextInt(points.length)].clone();
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int c = 1; c < count; c++) {
            double total = 0;
            for (int i = 0; i < points.length; i++) {
                nearest[i] = Math.min(nearest[i], squaredDistance(points[i], centres[c - 1]));
                total += nearest[i];
            }
            if (total == 0) {
                return Arrays.copyOf(centres, c);
            }
            centres[c] = points[drawn(nearest, random.nextDouble() * total)].clone();
        }
        return centres;
    }

    private static int drawn(double[] weights, double at) {
        double seen = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            seen += weights[i];
            if (weights[i] > 0) {
                last = i;
                if (seen > at) {
                    return i;
                }
            }
        }
        return last;
    }

    private static double[][] lloyd(double[][] points, double[][] start) {
        double[][] centres = start;
        int[] assigned = new int[points.length];
        Arrays.fill(assigned, -1);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            boolean moved = false;
            for (int i = 0; i < points.length; i++) {
                int nearest = nearest(points[i], centres);
                moved |= nearest != assigned[i];
                assigned[i] = nearest;
            }
            if (!moved) {
                return centres;
            }
            centres = means(points, assigned, centres);
        }
        return centres;
    }

    private static double[][] means(double[][] points, int[] assigned, double[][] old) {
        double[][] sums = new double[old.length][old[0].length];
        int[] counts = new int[old.length];
        for (int i = 0; i < points.length; i++) {
            counts[assigned[i]]++;
            for (int d = 0; d < points[i].length; d++) {
                sums[assigned[i]][d] += points[i][d];
            }
        }
        for (int c = 0; c < sums.length; c++) {
            for (int d = 0; d < sums[c].length; d++) {
                sums[c][d] = counts[c] == 0 ? old[c][d] : sums[c][d] / counts[c];
            }
        }
        return sums;
    }

    /** Index of the nearest centre, the first of equals. */
    static int nearest(double[] point, double[][] centres) {
        int best = 0;
        double bestDistance = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double distance = squaredDistance(point, centres[c]);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = c;
            }
        }
        return best;
    }

    private static double cost(double[][] points, double[][] centres) {
        double cost = 0;
        for (double[] point : points) {
            cost += squaredDistance(point, centres[nearest(point, centres)]);
        }
        return cost;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }
}
