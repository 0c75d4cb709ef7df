package io.millwright.features;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Quartiles;
import io.millwright.features.tile.RunningBins;
import java.io.Serializable;
import java.util.List;

/** How the values of one column lie: a monoid, exact in any order but for mean and deviation, which differ in their last bits. */
final class ColumnSummary implements Serializable {

    /** Values that are put into bins together, which is several times faster than one by one. */
    private static final int TOGETHER = 256;

    /** Stays where values are added. */
    private final transient double[] waiting = new double[TOGETHER];

    private int waits;
    private Bins bins = Bins.EMPTY;
    private long known;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** NaN is no value. */
    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        known++;
        double delta = value - mean;
        mean += delta / known;
        squares += delta * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
        waiting[waits++] = value;
        if (waits == TOGETHER) {
            sort();
        }
    }

    private void sort() {
        bins = bins.merge(Bins.of(waiting, 0, waits));
        waits = 0;
    }

    /** Adds what another holds (Chan, Golub and LeVeque 1979). */
    void add(ColumnSummary that) {
        bins = bins().merge(that.bins());
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
        if (that.known > 0) {
            double delta = that.mean - mean;
            long all = known + that.known;
            squares += that.squares + delta * delta * known / all * that.known;
            mean += delta * that.known / all;
            known = all;
        }
    }

    long known() {
        return known;
    }

    /** NaN without a value. */
    double mean() {
        return known == 0 ? Double.NaN : mean;
    }

    /** NaN below two values. */
    double sd() {
        return known < 2 ? Double.NaN : Math.sqrt(squares / (known - 1));
    }

    /** Infinite without a value. */
    double min() {
        return min;
    }

    double max() {
        return max;
    }

    /** Of finite values. */
    Bins bins() {
        if (waits > 0) {
            sort();
        }
        return bins;
    }

    Quartiles quartiles() {
        RunningBins all = RunningBins.over(List.of(bins()));
        all.add(bins());
        return all.quartiles(min, max);
    }
}
