package io.millwright.quality.drift;

import java.util.Arrays;

/** The Wasserstein-1 distance of two samples: the area between their empirical distribution functions. */
final class Wasserstein {

    private Wasserstein() {}

    /**
     * Distance in the unit of the values; 0 only for equal distributions. Costs a sort.
     *
     * @param a at least one finite value
     * @param b at least one finite value
     */
    static double distance(double[] a, double[] b) {
        double[] x = sorted(a);
        double[] y = sorted(b);
        double area = 0;
        int i = 0;
        int j = 0;
        double previous = Math.min(x[0], y[0]);
        while (i < x.length || j < y.length) {
            double next = j == y.length || (i < x.length && x[i] <= y[j]) ? x[i] : y[j];
            area += Math.abs((double) i / x.length - (double) j / y.length) * (next - previous);
            while (i < x.length && x[i] == next) {
                i++;
            }
            while (j < y.length && y[j] == next) {
                j++;
            }
            previous = next;
        }
        return area;
    }

    /** The distance over the interquartile range of the reference: 1 means moved by the width of the middle half. */
    static double scaled(double[] reference, double[] current) {
        double distance = distance(reference, current);
        double iqr = Quantiles.of(reference, 0.75) - Quantiles.of(reference, 0.25);
        if (iqr > 0) {
            return distance / iqr;
        }
        return distance == 0 ? 0 : Double.POSITIVE_INFINITY;
    }

    private static double[] sorted(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample must have at least one value, got 0");
        }
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
