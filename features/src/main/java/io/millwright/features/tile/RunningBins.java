package io.millwright.features.tile;

import java.util.Arrays;

/**
 * The bins of a window that moves: tiles are put in and taken out, exactly, because counts are integers. What it answers
 * depends only on what is in it, never on how it got there.
 */
public final class RunningBins {

    /** Bins of which one sum is kept, so that a quantile passes over most of them without looking. */
    private static final int BLOCK = 16;

    private final Places places;
    private final int[] counts;
    private final long[] blocks;
    private long total;

    private RunningBins(Places places) {
        this.places = places;
        this.counts = new int[places.keys.length];
        this.blocks = new long[counts.length / BLOCK + 1];
    }

    /** Empty bins that can hold any of these. */
    public static RunningBins over(Iterable<Bins> all) {
        return new RunningBins(new Places(all));
    }

    /** Empty bins that can hold the same. */
    public RunningBins fresh() {
        return new RunningBins(places);
    }

    /** Every bin that will ever be put in, one place each, ascending. */
    private static final class Places {
        private final int least;
        private final int[] ofKey;
        private final int[] keys;
        private final double[] middles;

        Places(Iterable<Bins> all) {
            int from = Integer.MAX_VALUE;
            int to = Integer.MIN_VALUE;
            for (Bins bins : all) {
                if (bins.keys().length > 0) {
                    from = Math.min(from, bins.keys()[0]);
                    to = Math.max(to, bins.keys()[bins.keys().length - 1]);
                }
            }
            boolean[] used = new boolean[Math.max(0, to - from + 1)];
            for (Bins bins : all) {
                for (int key : bins.keys()) {
                    used[key - from] = true;
                }
            }
            least = from;
            ofKey = new int[used.length];
            int[] found = new int[used.length];
            int size = 0;
            for (int i = 0; i < used.length; i++) {
                ofKey[i] = used[i] ? size : -1;
                if (used[i]) {
                    found[size++] = from + i;
                }
            }
            keys = Arrays.copyOf(found, size);
            middles = Arrays.stream(keys).mapToDouble(Bins::middle).toArray();
        }

        int of(int key) {
            int at = key - least;
            if (key < least || at >= ofKey.length || ofKey[at] < 0) {
                throw new IllegalArgumentException("bin " + key + " was not announced");
            }
            return ofKey[at];
        }
    }

    public void add(Bins bins) {
        change(bins, 1);
    }

    public void remove(Bins bins) {
        change(bins, -1);
    }

    private void change(Bins bins, int sign) {
        for (int i = 0; i < bins.keys().length; i++) {
            int place = places.of(bins.keys()[i]);
            int change = sign * bins.counts()[i];
            counts[place] += change;
            blocks[place / BLOCK] += change;
            total += change;
        }
    }

    public long total() {
        return total;
    }

    /**
     * Quartiles of what is in the bins, each within {@link Bins#RELATIVE_ERROR} of the values it lies between, without the deviation,
     * which costs more than they do.
     *
     * @param min smallest value in the window, so that no quantile lies below it
     * @param max largest value in the window
     * @return NaN in every part where nothing is in the bins
     */
    public Quartiles quartiles(double min, double max) {
        return total == 0
                ? Quartiles.NONE
                : new Quartiles(
                        quantile(0.25, min, max), quantile(0.5, min, max), quantile(0.75, min, max), Double.NaN);
    }

    /** The same with the median absolute deviation. */
    public Quartiles quartilesAndDeviation(double min, double max) {
        Quartiles quartiles = quartiles(min, max);
        return total == 0
                ? quartiles
                : new Quartiles(
                        quartiles.lower(),
                        quartiles.median(),
                        quartiles.upper(),
                        medianDeviation(quartiles.median(), min, max));
    }

    /** The quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). */
    private double quantile(double q, double min, double max) {
        double rank = q * (total - 1);
        long below = (long) Math.floor(rank);
        double share = rank - below;
        int place = placeOf(below);
        int next = share == 0 ? place : placeOf(below + 1);
        double low = value(place, min, max);
        return next == place ? low : low + share * (value(next, min, max) - low);
    }

    /** Where the reading lies that has so many before it. */
    private int placeOf(long below) {
        long left = below;
        int block = 0;
        while (left >= blocks[block]) {
            left -= blocks[block++];
        }
        int place = block * BLOCK;
        while (left >= counts[place]) {
            left -= counts[place++];
        }
        return place;
    }

    /** The lower median of the distances to the median: bins are visited outwards until half of the readings are seen. */
    private double medianDeviation(double median, double min, double max) {
        int up = firstAtOrAbove(median, min, max);
        int down = up - 1;
        long needed = (total + 1) / 2;
        long seen = 0;
        double deviation = 0;
        while (seen < needed) {
            double above = up < counts.length ? value(up, min, max) - median : Double.POSITIVE_INFINITY;
            double below = down >= 0 ? median - value(down, min, max) : Double.POSITIVE_INFINITY;
            int taken = above <= below ? up++ : down--;
            if (counts[taken] > 0) {
                deviation = Math.min(above, below);
                seen += counts[taken];
            }
        }
        return deviation;
    }

    private int firstAtOrAbove(double median, double min, double max) {
        int low = 0;
        int high = counts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value(middle, min, max) < median) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double value(int place, double min, double max) {
        return Math.max(min, Math.min(max, places.middles[place]));
    }
}
