package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Figures of a classifier of ordered levels, numbered from 0, from what was true and what was said, row by row. */
public final class OrdinalMetrics {

    private final int levels;
    private final int rows;
    /** Rows by cluster, true level and said level. */
    private final long[][][] counts;

    /**
     * Over rows given as columns.
     *
     * @param clusters the machine of each row
     * @throws IllegalArgumentException where the columns differ in length, or a level is none
     */
    public OrdinalMetrics(int levels, List<Integer> truth, List<Integer> said, List<String> clusters) {
        if (truth.size() != said.size() || truth.size() != clusters.size()) {
            throw new IllegalArgumentException(
                    truth.size() + " truths, " + said.size() + " answers, " + clusters.size() + " clusters");
        }
        List<String> names = List.copyOf(new TreeSet<>(clusters));
        this.levels = levels;
        this.rows = truth.size();
        this.counts = new long[names.size()][levels][levels];
        for (int row = 0; row < rows; row++) {
            int one = truth.get(row);
            int other = said.get(row);
            if (one < 0 || one >= levels || other < 0 || other >= levels) {
                throw new IllegalArgumentException(
                        "levels are 0 to " + (levels - 1) + ", got " + one + " and " + other);
            }
            counts[names.indexOf(clusters.get(row))][one][other]++;
        }
    }

    /** Rows by true level, then by said level. */
    public long[][] confusion() {
        int[] once = new int[counts.length];
        Arrays.fill(once, 1);
        return confusion(once);
    }

    private long[][] confusion(int[] times) {
        long[][] sum = new long[levels][levels];
        for (int cluster = 0; cluster < counts.length; cluster++) {
            for (int truth = 0; truth < levels; truth++) {
                for (int said = 0; said < levels; said++) {
                    sum[truth][said] += times[cluster] * counts[cluster][truth][said];
                }
            }
        }
        return sum;
    }

    /** Share of rows that were said right, averaged over the levels that are true somewhere; in [0, 1]. */
    public ClusterMetric macroAccuracy() {
        return figure(OrdinalMetrics::macroAccuracy);
    }

    private static double macroAccuracy(long[][] confusion) {
        double sum = 0;
        int present = 0;
        for (int truth = 0; truth < confusion.length; truth++) {
            long of = Arrays.stream(confusion[truth]).sum();
            if (of > 0) {
                sum += (double) confusion[truth][truth] / of;
                present++;
            }
        }
        return present == 0 ? Double.NaN : sum / present;
    }

    /** By how many levels a row is off on average; 0 is perfect. */
    public ClusterMetric meanAbsoluteError() {
        return figure(OrdinalMetrics::meanAbsoluteError);
    }

    private static double meanAbsoluteError(long[][] confusion) {
        double off = 0;
        long rows = 0;
        for (int truth = 0; truth < confusion.length; truth++) {
            for (int said = 0; said < confusion.length; said++) {
                off += Math.abs(truth - said) * (double) confusion[truth][said];
                rows += confusion[truth][said];
            }
        }
        return rows == 0 ? Double.NaN : off / rows;
    }

    private ClusterMetric figure(ToDoubleFunction<long[][]> of) {
        return ClusterMetric.of(counts.length, rows, times -> of.applyAsDouble(confusion(times)));
    }
}
