package io.millwright.quality.drift;

import java.util.Arrays;

/** Quantiles of a sample by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). */
final class Quantiles {

    private Quantiles() {}

    static double of(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    static double median(double[] values) {
        return of(values, 0.5);
    }
}
