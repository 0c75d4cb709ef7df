package io.millwright.features.waveform;

/** A burst about its own mean. Its array is written anew for every burst; not for several threads. */
final class Deviations {

    /** Deviations below this share of the largest sample are rounding: the burst is flat. */
    private static final double ROUNDING = 1e-9;

    private double[] values = new double[0];
    private int length;
    private int finite;
    private double mean;
    private double farthest;

    /** Of a whole burst. */
    static Deviations of(float[] samples) {
        Deviations deviations = new Deviations();
        deviations.take(samples, samples.length);
        return deviations;
    }

    /** Takes the first samples of a burst. */
    void take(float[] samples, int first) {
        length = first;
        if (values.length < first) {
            values = new double[first];
        }
        double sum = Sums.of(samples, first);
        finite = Double.isFinite(sum) ? first : finite(samples, first);
        mean = (finite == first ? sum : sumOfFinite(samples, first)) / finite;
        for (int i = 0; i < first; i++) {
            values[i] = samples[i] - mean;
        }
        if (finite < first) {
            levelGaps(samples);
        }
        farthest = farthest();
    }

    /** From the mean, in the order of the samples; 0 for a sample that is no number. The array may be longer than the burst. */
    double[] values() {
        return values;
    }

    int length() {
        return length;
    }

    /** How many of the samples are numbers. */
    int finite() {
        return finite;
    }

    /** Largest absolute deviation. */
    double peak() {
        return farthest;
    }

    /** Whether the farthest from the mean is no more than rounding. */
    boolean isFlat() {
        return farthest <= ROUNDING * (Math.abs(mean) + farthest);
    }

    private static int finite(float[] samples, int first) {
        int finite = 0;
        for (int i = 0; i < first; i++) {
            finite += Float.isFinite(samples[i]) ? 1 : 0;
        }
        return finite;
    }

    private static double sumOfFinite(float[] samples, int first) {
        double sum = 0;
        for (int i = 0; i < first; i++) {
            sum += Float.isFinite(samples[i]) ? samples[i] : 0;
        }
        return sum;
    }

    private void levelGaps(float[] samples) {
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(samples[i])) {
                values[i] = 0;
            }
        }
    }

    private double farthest() {
        double farthest = 0;
        for (int i = 0; i < length; i++) {
            double distance = Math.abs(values[i]);
            if (distance > farthest) {
                farthest = distance;
            }
        }
        return farthest;
    }
}
