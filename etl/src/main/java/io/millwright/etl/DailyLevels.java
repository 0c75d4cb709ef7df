package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Daily means of one sensor, and in them drifts: a steady departure over nine days or more that ends within a day in a step back
 * of about its size, as a recalibration does. A repair looks the same, so a drift is only reported, and the caller drops those
 * that end with work on the machine. A machine may rest on some days, but of the four weeks before a step nine must have a mean, and so must
 * the days around it: of one that runs once a week nobody can say within which day it stepped back.
 */
final class DailyLevels implements Serializable {

    private static final long DAY_MS = 86_400_000L;

    /** So many days must have a mean. */
    private static final int SHORTEST_DAYS = 9;

    private static final int LONGEST_DAYS = 28;
    private static final int FEWEST_CHANGES = 16;
    private static final double STEADY = 0.93;
    private static final double STEP_SDS = 5;
    private static final double OWN_SHARE = 0.8;

    private long[] days = new long[64];
    private double[] means = new double[64];
    private int size;
    private long day = Long.MIN_VALUE;
    private double sum;
    private int n;

    void next(long timeMs, double value) {
        long today = Math.floorDiv(timeMs, DAY_MS);
        if (today != day) {
            close();
            day = today;
        }
        if (!Double.isNaN(value)) {
            sum += value;
            n++;
        }
    }

    private void close() {
        if (n > 0) {
            if (size == days.length) {
                days = Arrays.copyOf(days, 2 * size);
                means = Arrays.copyOf(means, 2 * size);
            }
            days[size] = day;
            means[size++] = sum / n;
        }
        sum = 0;
        n = 0;
    }

    List<Finding> drifts(String sensor) {
        close();
        List<Finding> found = new ArrayList<>();
        double usualChange = usualChange();
        if (!(usualChange > 0)) {
            return found;
        }
        for (int end = SHORTEST_DAYS; end + 1 < size; end++) {
            double step = means[end + 1] - means[end - 1];
            if (days[end + 1] - days[end - 1] != 2 || Math.abs(step) <= STEP_SDS * usualChange) {
                continue;
            }
            int from = steadySince(end, step);
            if (from >= 0) {
                found.add(new Finding(
                        sensor,
                        Finding.DRIFT,
                        days[from] * DAY_MS,
                        days[end] * DAY_MS + DAY_MS,
                        String.format(
                                Locale.ROOT,
                                "the daily mean moved from %.4g to %.4g in %d days and back by %.4g within one",
                                means[from],
                                means[end - 1],
                                days[end - 1] - days[from],
                                -step),
                        Finding.REPORTED));
                end += SHORTEST_DAYS;
            }
        }
        return found;
    }

    /** Robust standard deviation of the change over two days; 0 where too few days have another two days later. */
    private double usualChange() {
        double[] changes = new double[size];
        int count = 0;
        for (int i = 0; i + 2 < size; i++) {
            if (days[i + 2] - days[i] == 2) {
                changes[count++] = Math.abs(means[i + 2] - means[i]);
            }
        }
        if (count < FEWEST_CHANGES) {
            return 0;
        }
        Arrays.sort(changes, 0, count);
        return changes[count / 2] / 0.6745;
    }

    /** First day of the longest steady departure before the step, or -1. */
    private int steadySince(int end, double step) {
        int first = end;
        while (first > 0 && days[end] - days[first - 1] <= LONGEST_DAYS) {
            first--;
        }
        for (int from = first; from <= end - SHORTEST_DAYS; from++) {
            double rise = means[end - 1] - means[from];
            boolean opposes = rise * step < 0 && Math.abs(rise) > OWN_SHARE * Math.abs(step);
            if (opposes && correlation(from, end) > STEADY) {
                return from;
            }
        }
        return -1;
    }

    /** Absolute correlation of level and day in [from, end). */
    private double correlation(int from, int end) {
        double meanX = Arrays.stream(days, from, end).average().orElse(0);
        double meanY = Arrays.stream(means, from, end).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = from; i < end; i++) {
            double x = days[i] - meanX;
            double y = means[i] - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        return yy == 0 ? 0 : Math.abs(xy) / Math.sqrt(xx * yy);
    }
}
