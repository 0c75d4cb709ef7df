package io.millwright.etl;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where the next reading of a sensor is expected from its own recent past: the median of the last {@value #LENGTH} accepted
 * readings or the last of them, and a noise scale from the changes between neighbours. Constant cost a reading.
 */
final class RecentBand implements Serializable {

    /** Long enough that three outliers cannot move the median, short enough to follow a change of load within the hour. */
    static final int LENGTH = 9;

    /** Readings before there is a band. */
    static final int WARM_UP = 24;

    private static final double SCALE_STEP = 0.02;

    /** Mean absolute difference of two independent normal values is 2/sqrt(pi) of their standard deviation. */
    private static final double CHANGE_TO_SD = Math.sqrt(Math.PI) / 2;

    private static final double CHANGE_CAP = 5;

    private final double[] recent = new double[LENGTH];
    private final double[] sorted = new double[LENGTH];
    private final double[] firstChanges = new double[WARM_UP];
    private int size;
    private int next;
    private long accepted;
    private double last = Double.NaN;
    private double meanChange;

    RecentBand() {}

    RecentBand(RecentBand other) {
        System.arraycopy(other.recent, 0, recent, 0, LENGTH);
        System.arraycopy(other.sorted, 0, sorted, 0, LENGTH);
        System.arraycopy(other.firstChanges, 0, firstChanges, 0, WARM_UP);
        size = other.size;
        next = other.next;
        accepted = other.accepted;
        last = other.last;
        meanChange = other.meanChange;
    }

    boolean isWarm() {
        return accepted > WARM_UP;
    }

    double median() {
        return sorted[size / 2];
    }

    /** Standard deviation of the noise; 0 while nothing changed yet. */
    double sd() {
        return meanChange * CHANGE_TO_SD;
    }

    /**
     * Distance of a value from the median or the last accepted reading, whichever is nearer, in noise standard deviations;
     * infinite where there is no noise. The last reading is what a ramp of the load goes on from.
     */
    double distance(double value) {
        double away = Math.min(Math.abs(value - median()), Math.abs(value - last));
        return away == 0 ? 0 : away / sd();
    }

    /** Takes a reading in; one that repeats the last says nothing about the noise. */
    void accept(double value) {
        if (!Double.isNaN(last) && value != last) {
            learn(Math.abs(value - last));
        }
        last = value;
        replace(value);
    }

    /** Starts anew at another level; the noise scale stays. */
    void shift(double value) {
        size = 0;
        next = 0;
        last = Double.NaN;
        accept(value);
    }

    private void learn(double change) {
        if (accepted < WARM_UP) {
            firstChanges[(int) accepted] = change;
        }
        accepted++;
        if (accepted <= WARM_UP) {
            double[] so = Arrays.copyOf(firstChanges, (int) accepted);
            Arrays.sort(so);
            // The median of |difference| is 0.954 sd of the values, the mean 1.128.
            meanChange = so[so.length / 2] * 1.128 / 0.954;
        } else {
            meanChange += SCALE_STEP * (Math.min(change, CHANGE_CAP * meanChange) - meanChange);
        }
    }

    private void replace(double value) {
        if (size == LENGTH) {
            remove(recent[next]);
        }
        insert(value);
        recent[next] = value;
        next = (next + 1) % LENGTH;
    }

    private void remove(double value) {
        int at = 0;
        while (sorted[at] != value) {
            at++;
        }
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    private void insert(double value) {
        int at = size;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
        size++;
    }
}
