package io.millwright.features.tile;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many readings fell into each of fixed bins: the quantile summary of a tile. Bins are those of a floating-point number
 * with eight bits of mantissa, so a value is known to {@link #RELATIVE_ERROR} of itself; everything below 2^-40 in size is
 * zero. Counts are integers: merging is exactly associative and commutative, and what was merged can be taken out again.
 *
 * @param keys bins that hold a reading, ascending; they are ordered as the values in them
 * @param counts readings in each, at least 1
 * @see "Masson, Rim, Lee, DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees, VLDB 2019;
 *     here with linear bins inside each octave"
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record Bins(int[] keys, int[] counts) implements Serializable {

    /** A bin's middle is at most this share of the value away from any value in it. */
    public static final double RELATIVE_ERROR = 1.0 / 512;

    public static final Bins EMPTY = new Bins(new int[0], new int[0]);

    private static final int MANTISSA_BITS = 8;
    private static final int SMALLEST_EXPONENT = -40;

    /** Bins between the least and the greatest reading, for each reading, up to which counting in place is faster than sorting. */
    private static final int WIDEST = 4;

    /** The bins of the readings {@code [from, to)}; values that are not finite are kept out. */
    public static Bins of(double[] values, int from, int to) {
        int[] each = new int[to - from];
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        int n = 0;
        for (int i = from; i < to; i++) {
            if (Double.isFinite(values[i])) {
                int key = key(values[i]);
                least = Math.min(least, key);
                most = Math.max(most, key);
                each[n++] = key;
            }
        }
        if (n == 0) {
            return EMPTY;
        }
        if (most - least < WIDEST * n) {
            return tallied(each, n, least, most);
        }
        Arrays.sort(each, 0, n);
        return counted(each, n);
    }

    /** Readings that lie close together are counted in place, which is several times faster than sorting them. */
    private static Bins tallied(int[] each, int n, int least, int most) {
        int[] tally = new int[most - least + 1];
        int size = 0;
        for (int i = 0; i < n; i++) {
            size += tally[each[i] - least]++ == 0 ? 1 : 0;
        }
        int[] keys = new int[size];
        int[] counts = new int[size];
        int at = 0;
        for (int i = 0; i < tally.length; i++) {
            if (tally[i] > 0) {
                keys[at] = least + i;
                counts[at++] = tally[i];
            }
        }
        return new Bins(keys, counts);
    }

    private static Bins counted(int[] sorted, int n) {
        int[] keys = new int[n];
        int[] counts = new int[n];
        int size = 0;
        for (int i = 0; i < n; i++) {
            if (size == 0 || keys[size - 1] != sorted[i]) {
                keys[size++] = sorted[i];
            }
            counts[size - 1]++;
        }
        return new Bins(Arrays.copyOf(keys, size), Arrays.copyOf(counts, size));
    }

    /** The readings of both. */
    public Bins merge(Bins that) {
        int[] merged = new int[keys.length + that.keys.length];
        int[] sums = new int[merged.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < keys.length || j < that.keys.length) {
            int next = j == that.keys.length || (i < keys.length && keys[i] <= that.keys[j]) ? keys[i] : that.keys[j];
            merged[size] = next;
            if (i < keys.length && keys[i] == next) {
                sums[size] += counts[i++];
            }
            if (j < that.keys.length && that.keys[j] == next) {
                sums[size] += that.counts[j++];
            }
            size++;
        }
        return new Bins(Arrays.copyOf(merged, size), Arrays.copyOf(sums, size));
    }

    /** The bin of a finite value. */
    static int key(double value) {
        double size = Math.abs(value);
        int exponent = Math.getExponent(size);
        if (exponent < SMALLEST_EXPONENT) {
            return 0;
        }
        int mantissa = (int) ((Double.doubleToRawLongBits(size) >>> (52 - MANTISSA_BITS)) & ((1 << MANTISSA_BITS) - 1));
        int key = 1 + ((exponent - SMALLEST_EXPONENT) << MANTISSA_BITS) + mantissa;
        return value < 0 ? -key : key;
    }

    /** The middle of a bin. */
    static double middle(int key) {
        if (key == 0) {
            return 0;
        }
        int size = Math.abs(key) - 1;
        int exponent = (size >> MANTISSA_BITS) + SMALLEST_EXPONENT;
        int mantissa = size & ((1 << MANTISSA_BITS) - 1);
        double middle = Math.scalb(1 + (mantissa + 0.5) / (1 << MANTISSA_BITS), exponent);
        return key < 0 ? -middle : middle;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bins that && Arrays.equals(keys, that.keys) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Bins" + Arrays.toString(keys) + Arrays.toString(counts);
    }
}
