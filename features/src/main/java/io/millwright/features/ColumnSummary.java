package io.millwright.features;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Quartiles;
import io.millwright.features.tile.RunningBins;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** How the values of one column lie: a monoid, the same to the last bit in any order. */
final class ColumnSummary implements Serializable {

    /** Values that are put into bins together, which is several times faster than one by one. */
    private static final int TOGETHER = 1024;

    /** Of the mean of squares minus the square of the mean some fifty cancel out at most. */
    private static final MathContext DIGITS = new MathContext(80);

    /** From here on a sum of squares is not finite. */
    private static final double LARGEST = 1e140;

    /** Stays where values are added. */
    private final transient double[] waiting = new double[TOGETHER];

    private int waits;
    private Bins bins = Bins.EMPTY;
    private long known;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    /** The sum of those that have no square; no mean is exact with them. */
    private double beyond;

    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** NaN is no value. */
    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        known++;
        if (Math.abs(value) < LARGEST) {
            sum.add(value);
            squares.addSquare(value);
        } else {
            beyond += value;
        }
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

    /** Adds what another holds. */
    void add(ColumnSummary that) {
        bins = bins().merge(that.bins());
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
        sum.add(that.sum);
        squares.add(that.squares);
        beyond += that.beyond;
        known += that.known;
    }

    long known() {
        return known;
    }

    /** NaN without a value. */
    double mean() {
        if (known == 0) {
            return Double.NaN;
        }
        return beyond == 0
                ? sum.value().divide(BigDecimal.valueOf(known), DIGITS).doubleValue()
                : beyond / known;
    }

    /** NaN below two values. */
    double sd() {
        if (known < 2 || beyond != 0) {
            return Double.NaN;
        }
        BigDecimal all = sum.value();
        BigDecimal around = squares.value().subtract(all.multiply(all).divide(BigDecimal.valueOf(known), DIGITS));
        return Math.sqrt(Math.max(0, around.doubleValue()) / (known - 1));
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
