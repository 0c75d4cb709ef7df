package io.millwright.features.tile;

import java.util.Arrays;

/**
 * The bins of a window that moves: tiles are put in and taken out, exactly, because counts are integers. What it answers
 * depends only on what is in it, never on how it got there.
 */
public final class RunningBins {

    private final int[] keys;
    private final int[] counts;
    private long total;

    /** @param keys every bin that will ever be put in, ascending, without repetition */
    public RunningBins(int[] keys) {
        this.keys = keys;
        this.counts = new int[keys.length];
    }

    /** Empty bins that can hold any of these. */
    public static RunningBins over(Iterable<Bins> all) {
        int n = 0;
        for (Bins bins : all) {
            n += bins.keys().length;
        }
        int[] keys = new int[n];
        int at = 0;
        for (Bins bins : all) {
            System.arraycopy(bins.keys(), 0, keys, at, bins.keys().length);
            at += bins.keys().length;
        }
        return new RunningBins(Arrays.stream(keys).sorted().distinct().toArray());
    }

    /** Empty bins with the same keys. */
    public RunningBins fresh() {
        return new RunningBins(keys);
    }

    public void add(Bins bins) {
        change(bins, 1);
    }

    public void remove(Bins bins) {
        change(bins, -1);
    }

    private void change(Bins bins, int sign) {
        int at = 0;
        for (int i = 0; i < bins.keys().length; i++) {
            at = Arrays.binarySearch(keys, at, keys.length, bins.keys()[i]);
            if (at < 0) {
                throw new IllegalArgumentException("bin " + bins.keys()[i] + " was not announced");
            }
            counts[at] += sign * bins.counts()[i];
            total += (long) sign * bins.counts()[i];
        }
    }

    public long total() {
        return total;
    }

    /**
     * Quartiles and the median absolute deviation of what is in the bins, each within {@link Bins#RELATIVE_ERROR} of the
     * values it lies between.
     *
     * @param min smallest value in the window, so that no quantile lies below it
     * @param max largest value in the window
     * @return NaN in every part where nothing is in the bins
     */
    public Quartiles quartiles(double min, double max) {
        if (total == 0) {
            return Quartiles.NONE;
        }
        double median = quantile(0.5, min, max);
        return new Quartiles(
                quantile(0.25, min, max), median, quantile(0.75, min, max), medianDeviation(median, min, max));
    }

    /** The quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). */
    private double quantile(double q, double min, double max) {
        double rank = q * (total - 1);
        long below = (long) Math.floor(rank);
        double share = rank - below;
        long seen = 0;
        for (int i = 0; i < keys.length; i++) {
            seen += counts[i];
            if (seen > below) {
                double low = value(i, min, max);
                if (share == 0 || seen > below + 1) {
                    return low;
                }
                int next = i + 1;
                while (counts[next] == 0) {
                    next++;
                }
                return low + share * (value(next, min, max) - low);
            }
        }
        throw new IllegalStateException("rank " + rank + " of " + total + " readings");
    }

    /** The lower median of the distances to the median: bins are visited outwards until half of the readings are seen. */
    private double medianDeviation(double median, double min, double max) {
        int up = 0;
        while (up < keys.length && value(up, min, max) < median) {
            up++;
        }
        int down = up - 1;
        long needed = (total + 1) / 2;
        long seen = 0;
        double deviation = 0;
        while (seen < needed) {
            double above = up < keys.length ? value(up, min, max) - median : Double.POSITIVE_INFINITY;
            double below = down >= 0 ? median - value(down, min, max) : Double.POSITIVE_INFINITY;
            int taken = above <= below ? up++ : down--;
            if (counts[taken] > 0) {
                deviation = Math.min(above, below);
                seen += counts[taken];
            }
        }
        return deviation;
    }

    private double value(int index, double min, double max) {
        return Math.max(min, Math.min(max, Bins.middle(keys[index])));
    }
}
