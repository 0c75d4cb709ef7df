package io.millwright.features.waveform;

/**
 * Sums over arrays, four numbers at a time: added one by one, each would wait for the one before. The order is the same every time, and
 * so is every bit.
 */
final class Sums {

    private Sums() {}

    /** Of the first samples. */
    static double of(float[] samples, int first) {
        double sum = 0;
        int i = 0;
        for (; i + 3 < first; i += 4) {
            sum += ((double) samples[i] + samples[i + 1]) + ((double) samples[i + 2] + samples[i + 3]);
        }
        for (; i < first; i++) {
            sum += samples[i];
        }
        return sum;
    }

    /** From one place to before another. */
    static double of(double[] values, int from, int to) {
        double sum = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            sum += (values[i] + values[i + 1]) + (values[i + 2] + values[i + 3]);
        }
        for (; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** Of the squares from one place to before another. */
    static double ofSquares(double[] values, int from, int to) {
        double sum = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            sum += (values[i] * values[i] + values[i + 1] * values[i + 1])
                    + (values[i + 2] * values[i + 2] + values[i + 3] * values[i + 3]);
        }
        for (; i < to; i++) {
            sum += values[i] * values[i];
        }
        return sum;
    }
}
