package io.millwright.features.waveform;

import java.util.Arrays;

/**
 * A one-sided power spectrum whose lines are two bins wide to each side, as a Hann window leaves them. Bin {@code k} lies at
 * {@code k} times the width of a bin; bin 0 is the mean, and no number below counts it. Nothing here depends on the unit of the
 * power. The array belongs to whoever made the spectrum, and may be written anew for the next burst.
 */
final class Spectrum {

    /** Bins a line reaches to each side of its peak. */
    static final int REACH = 2;

    /** Share of the power below the roll-off. */
    private static final double ROLL_OFF = 0.85;

    private final double[] power;
    private final double binHz;
    private final double total;

    /**
     * @param power of each bin, finite, with some of it above bin 0
     * @param binHz width of a bin, in Hz
     */
    Spectrum(double[] power, double binHz) {
        this.power = power;
        this.binHz = binHz;
        this.total = Sums.of(power, 1, power.length);
    }

    double binHz() {
        return binHz;
    }

    /** Root of the power of each bin but the mean. */
    double[] rootMeanSquares() {
        double[] roots = new double[power.length - 1];
        for (int bin = 1; bin < power.length; bin++) {
            roots[bin - 1] = Math.sqrt(power[bin]);
        }
        return roots;
    }

    /** Power of all bins but the mean. */
    double total() {
        return total;
    }

    /** In [0, 1]: 0 for a single bin, 1 for the same power in every bin. */
    double entropy() {
        double sum = 0;
        for (int bin = 1; bin < power.length; bin++) {
            sum += power[bin] * Logarithm.of(power[bin]);
        }
        return (Math.log(total) - sum / total) / Math.log(power.length - 1.0);
    }

    /**
     * Where the power lies.
     *
     * @param centroidHz mean frequency, weighted by power
     * @param spreadHz standard deviation of frequency about it, weighted by power
     */
    record Shape(double centroidHz, double spreadHz) {}

    Shape shape() {
        double first = 0;
        double second = 0;
        for (int bin = power.length - 1; bin > 0; bin -= 2) {
            double moment = power[bin] * bin;
            double below = power[bin - 1] * (bin - 1);
            first += moment + below;
            second += moment * bin + below * (bin - 1);
        }
        double centroid = first / total;
        return new Shape(binHz * centroid, binHz * Math.sqrt(Math.max(0, second / total - centroid * centroid)));
    }

    /** The lowest bin below which, itself included, 85 % of the power lie, in Hz. */
    double rollOffHz() {
        double left = ROLL_OFF * total;
        int bin = 0;
        while (left > 0 && bin < power.length - 1) {
            bin++;
            left -= power[bin];
        }
        return binHz * bin;
    }

    /** Frequency of the strongest line, in Hz. */
    double dominantHz() {
        return binHz * summit(strongest(1, power.length - 1));
    }

    /**
     * Frequency of the strongest line between two frequencies, in Hz; NaN where no bin lies between them. Between bins by the
     * parabola through the logarithms of the peak and its neighbours.
     */
    double strongestHz(double fromHz, double toHz) {
        int from = first(fromHz);
        int to = last(toHz);
        return from > to ? Double.NaN : binHz * summit(strongest(from, to));
    }

    /** Root of the share of the power in the line nearest to a frequency, in [0, 1]; NaN where a line cannot be told there. */
    double share(double hz) {
        if (!resolves(hz)) {
            return Double.NaN;
        }
        int bin = (int) Math.rint(hz / binHz);
        int peak = strongest(Math.max(1, bin - 1), Math.min(power.length - 1, bin + 1));
        double sum = 0;
        for (int near = Math.max(1, peak - REACH); near <= Math.min(power.length - 1, peak + REACH); near++) {
            sum += power[near];
        }
        return Math.sqrt(Math.min(1, sum / total));
    }

    /** Power from one frequency to below another. */
    double power(double fromHz, double toHz) {
        int end = (int) Math.ceil(toHz / binHz - 1e-9);
        return Sums.of(power, first(fromHz), Math.min(power.length, end));
    }

    /** Power of the integral over time from one frequency to another, both included: each bin's over the square of 2 pi times its own. */
    double integratedPower(double fromHz, double toHz) {
        double sum = 0;
        int last = last(toHz);
        for (int bin = first(fromHz); bin <= last; bin++) {
            double radians = 2 * Math.PI * bin * binHz;
            sum += power[bin] / (radians * radians);
        }
        return sum;
    }

    /** Power of the strongest bin within a distance of a frequency; at least the bins next to it are looked at. */
    double peak(double hz, double withinHz) {
        double within = Math.max(binHz, withinHz);
        return power[strongest(first(hz - within), last(hz + within))];
    }

    /**
     * How far the strongest bin near a frequency stands above the median around it, in dB; about 2 for noise. NaN where a line
     * cannot be told there or nothing is around.
     *
     * @param withinHz how far the line may lie from the frequency; at least a bin
     * @param aroundHz how far to each side the median reaches; at least 8 bins
     */
    double heightDb(double hz, double withinHz, double aroundHz) {
        if (!resolves(hz)) {
            return Double.NaN;
        }
        int bin = (int) Math.rint(hz / binHz);
        int around = Math.max(4 * REACH, (int) (aroundHz / binHz));
        double background = median(Math.max(REACH + 1, bin - around), Math.min(power.length - 1, bin + around));
        double peak = peak(hz, withinHz);
        return background > 0 && peak > 0 ? 10 * Math.log10(peak / background) : Double.NaN;
    }

    /** Whether a frequency is far enough from the mean and from the end for a line of its own. */
    private boolean resolves(double hz) {
        double bin = hz / binHz;
        return bin >= REACH + 1 && bin <= power.length - 1 - REACH;
    }

    /**
     * The upper of both for an even number, by selection: a sort would cost more than the transforms. What is below the pivot moves to
     * the front without a jump, which a processor could not foresee.
     */
    private double median(int from, int to) {
        double[] values = Arrays.copyOfRange(power, from, to + 1);
        int middle = values.length / 2;
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            double pivot = values[middle];
            values[middle] = values[high];
            int below = low;
            for (int i = low; i < high; i++) {
                double value = values[i];
                values[i] = values[below];
                values[below] = value;
                below += value < pivot ? 1 : 0;
            }
            values[high] = values[below];
            values[below] = pivot;
            low = below < middle ? below + 1 : low;
            high = below < middle ? high : below > middle ? below - 1 : low;
        }
        return values[middle];
    }

    private int first(double hz) {
        return Math.max(1, (int) Math.ceil(hz / binHz - 1e-9));
    }

    private int last(double hz) {
        return Math.min(power.length - 1, (int) Math.floor(hz / binHz + 1e-9));
    }

    private int strongest(int from, int to) {
        int strongest = from;
        for (int bin = from + 1; bin <= to; bin++) {
            if (power[bin] > power[strongest]) {
                strongest = bin;
            }
        }
        return strongest;
    }

    /** Where the line of a peak lies, in bins. */
    private double summit(int bin) {
        if (bin == 0 || bin == power.length - 1) {
            return bin;
        }
        double left = Math.log(power[bin - 1]);
        double middle = Math.log(power[bin]);
        double right = Math.log(power[bin + 1]);
        double shift = (left - right) / (2 * (left - 2 * middle + right));
        return Double.isFinite(shift) ? bin + Math.max(-0.5, Math.min(0.5, shift)) : bin;
    }
}
