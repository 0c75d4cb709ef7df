package io.millwright.features.waveform;

import java.util.Arrays;

/**
 * Share of a burst's energy in each level of a wavelet transform: Daubechies' with four vanishing moments, going on
 * periodically. Level 1 holds about the upper half of the frequencies, each further one the upper half of what is left. Its buffer is
 * written anew for every burst; not for several threads.
 *
 * @see "Daubechies, Orthonormal bases of compactly supported wavelets, Comm. Pure Appl. Math. 41 (1988), table 1, N = 4"
 */
final class Wavelet {

    private static final double[] LOW = {
        0.2303778133088965,
        0.7148465705529157,
        0.6308807679298589,
        -0.027983769416859854,
        -0.18703481171909309,
        0.030841381835560764,
        0.0328830116668852,
        -0.010597401785069032
    };

    /** Places before twice the output's that a filter starts at. */
    private static final int LEAD = LOW.length / 2 - 1;

    private final int levels;
    private double[] rest = new double[0];
    private double[] halved = new double[0];

    Wavelet(int levels) {
        this.levels = levels;
    }

    /**
     * Shares of the levels from 1 on; with what is left over they sum to 1. NaN for levels that have fewer samples than the filter is
     * long.
     *
     * @param burst of at least 8 samples
     */
    double[] shares(Deviations burst) {
        int length = burst.length();
        reserve(length);
        System.arraycopy(burst.values(), 0, rest, 0, length);
        double[] energies = new double[levels];
        Arrays.fill(energies, Double.NaN);
        double total = 0;
        int left = length;
        for (int level = 0; level < levels && left >= LOW.length; level++) {
            energies[level] = split(left);
            total += energies[level];
            left = (left + 1) / 2;
        }
        for (int i = 0; i < left; i++) {
            total += rest[i] * rest[i];
        }
        double all = total;
        Arrays.setAll(energies, level -> energies[level] / all);
        return energies;
    }

    private void reserve(int length) {
        if (rest.length <= length) {
            rest = new double[length + 1];
            halved = new double[length + 1];
        }
    }

    /** Replaces what is left by its lower half, half as long, and gives the energy of the upper. */
    private double split(int left) {
        int length = left;
        if (length % 2 == 1) {
            rest[length] = rest[length - 1];
            length++;
        }
        double energy = 0;
        for (int i = 0; i < length / 2; i++) {
            double low = 0;
            double high = 0;
            int at = Math.floorMod(2 * i - LEAD, length);
            for (int tap = 0; tap < LOW.length; tap++) {
                low += LOW[tap] * rest[at];
                high += (tap % 2 == 0 ? 1 : -1) * LOW[LOW.length - 1 - tap] * rest[at];
                at = at + 1 == length ? 0 : at + 1;
            }
            halved[i] = low;
            energy += high * high;
        }
        double[] before = rest;
        rest = halved;
        halved = before;
        return energy;
    }
}
