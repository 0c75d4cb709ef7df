package io.millwright.features;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A sum without rounding: the same to the last bit in whatever order and parts its numbers come. Costs some nanoseconds a number.
 *
 * @see "Shewchuk, Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates, 1997"
 */
final class ExactSum implements Serializable {

    /** None overlaps with another, ascending by size; together they are the sum. */
    private double[] parts = new double[4];

    private int n;

    /** @param number finite, far enough from the largest double for any sum to be finite */
    void add(double number) {
        double rest = number;
        int kept = 0;
        for (int i = 0; i < n; i++) {
            double part = parts[i];
            double high = rest + part;
            double low = Math.abs(rest) < Math.abs(part) ? rest - (high - part) : part - (high - rest);
            if (low != 0) {
                parts[kept++] = low;
            }
            rest = high;
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, 2 * kept);
        }
        parts[kept++] = rest;
        n = kept;
    }

    /** The square of a number that is neither too large nor too small to have one. */
    void addSquare(double number) {
        double square = number * number;
        add(square);
        add(Math.fma(number, number, -square));
    }

    void add(ExactSum that) {
        for (int i = 0; i < that.n; i++) {
            add(that.parts[i]);
        }
    }

    BigDecimal value() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            sum = sum.add(new BigDecimal(parts[i]));
        }
        return sum;
    }
}
