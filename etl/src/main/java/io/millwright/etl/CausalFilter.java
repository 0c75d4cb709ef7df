package io.millwright.etl;

import io.millwright.lake.config.SensorSpec;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Smooths the usable readings of one sensor, each by itself and earlier ones alone. What is kept out stays kept out and
 * teaches the filter nothing.
 *
 * <p>Kalman: local level model in its steady state, x' = x + K (y - x), with the gain K whose time constant is the configured
 * length: K = 1 - exp(-1 / length) (Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989, 4.1.2).
 */
final class CausalFilter implements Serializable {

    private final SensorSpec.Filter.Kind kind;
    private final double[] window;
    private int size;
    private int next;
    private double level = Double.NaN;

    CausalFilter(SensorSpec.Filter.Kind kind, int length) {
        this.kind = kind;
        this.window = new double[length];
    }

    double next(double value) {
        if (Double.isNaN(value)) {
            return value;
        }
        if (kind == SensorSpec.Filter.Kind.KALMAN) {
            double gain = -Math.expm1(-1.0 / window.length);
            level = Double.isNaN(level) ? value : level + gain * (value - level);
            return level;
        }
        window[next] = value;
        next = (next + 1) % window.length;
        size = Math.min(size + 1, window.length);
        return kind == SensorSpec.Filter.Kind.MOVING_MEDIAN ? median() : mean();
    }

    /** What {@link #next} would give, without going on. */
    double peek(double value) {
        CausalFilter fork = new CausalFilter(kind, window.length);
        System.arraycopy(window, 0, fork.window, 0, window.length);
        fork.size = size;
        fork.next = next;
        fork.level = level;
        return fork.next(value);
    }

    private double median() {
        double[] sorted = Arrays.copyOf(window, size);
        Arrays.sort(sorted);
        return size % 2 == 1 ? sorted[size / 2] : (sorted[size / 2 - 1] + sorted[size / 2]) / 2;
    }

    private double mean() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += window[i];
        }
        return sum / size;
    }
}
