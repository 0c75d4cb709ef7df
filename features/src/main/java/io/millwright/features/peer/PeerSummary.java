package io.millwright.features.peer;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One feature's values over a group of machines at one moment, ascending, without those that could not be computed. It is all that a
 * machine needs to know of its peers, so it can be sent to where the machine is.
 *
 * @param median of them, NaN below three machines
 * @param deviation median absolute deviation from it, NaN below three machines
 */
@SuppressWarnings("ArrayRecordComponent") // Never shared for writing.
public record PeerSummary(double[] sorted, double median, double deviation) implements Serializable {

    /** Fewer machines say nothing about what is usual. */
    public static final int FEWEST = 3;

    /** 0.6745 makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 0.6745;

    /** The summary of values in any order; NaN is left out. */
    public static PeerSummary of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length < FEWEST) {
            return new PeerSummary(sorted, Double.NaN, Double.NaN);
        }
        double median = middle(sorted);
        double[] distances = Arrays.stream(sorted)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return new PeerSummary(sorted, median, middle(distances));
    }

    /**
     * Share of the other machines that lie below one of the group, those equal to it counting half: 0 for the lowest, 1 for the highest.
     * NaN below three machines, or where the machine has no value. Cost: logarithmic.
     */
    public double rank(double own) {
        if (sorted.length < FEWEST || Double.isNaN(own)) {
            return Double.NaN;
        }
        int below = firstAtLeast(own);
        int equal = firstAtLeast(Math.nextUp(own)) - below - 1;
        return (below + 0.5 * equal) / (sorted.length - 1);
    }

    private int firstAtLeast(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Distance from the group's median in its median absolute deviations, as Iglewicz and Hoaglin (1993) scale it. NaN below three
     * machines, where half of them agree, or where the machine has no value.
     */
    public double z(double own) {
        return deviation > 0 ? NORMAL * (own - median) / deviation : Double.NaN;
    }

    private static double middle(double[] ascending) {
        int half = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[half] : 0.5 * (ascending[half - 1] + ascending[half]);
    }
}
