package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Daily means of one sensor, and in them drifts: a steady departure over nine days or more that ends within a day in a step back
 * of about its size, as a recalibration does. A repair looks the same, so a drift is only reported, and the caller drops those
 * that end with work on the machine.
 */
final class DailyLevels implements Serializable {

    private static final long DAY_MS = 86_400_000L;
    private static final int SHORTEST_DAYS = 9;
    private static final int LONGEST_DAYS = 28;
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
        double[] level = Arrays.copyOf(means, size);
        List<Finding> found = new ArrayList<>();
        double usualChange = usualChange(level);
        if (!(usualChange > 0)) {
            return found;
        }
        for (int end = SHORTEST_DAYS; end + 1 < level.length; end++) {
            double step = level[end + 1] - level[end - 1];
            if (Math.abs(step) <= STEP_SDS * usualChange) {
                continue;
            }
            int from = steadySince(level, end, step);
            if (from >= 0) {
                found.add(new Finding(
                        sensor,
                        Finding.DRIFT,
                        days[from] * DAY_MS,
                        days[end] * DAY_MS + DAY_MS,
                        String.format(
                                Locale.ROOT,
                                "the daily mean moved from %.4g to %.4g in %d days and back by %.4g within one",
                                level[from],
                                level[end - 1],
                                end - 1 - from,
                                -step),
                        Finding.REPORTED));
                end += SHORTEST_DAYS;
            }
        }
        return found;
    }

    /** Robust standard deviation of the change over two days. */
    private static double usualChange(double[] level) {
        if (level.length < 2 * SHORTEST_DAYS) {
            return 0;
        }
        double[] changes = new double[level.length - 2];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = Math.abs(level[i + 2] - level[i]);
        }
        Arrays.sort(changes);
        return changes[changes.length / 2] / 0.6745;
    }

    /** First day of the longest steady departure before the step, or -1. */
    private static int steadySince(double[] level, int end, double step) {
        for (int from = Math.max(0, end - LONGEST_DAYS); from <= end - SHORTEST_DAYS; from++) {
            double rise = level[end - 1] - level[from];
            boolean opposes = rise * step < 0 && Math.abs(rise) > OWN_SHARE * Math.abs(step);
            if (opposes && correlation(level, from, end) > STEADY) {
                return from;
            }
        }
        return -1;
    }

    /** Absolute correlation of level and day in [from, end). */
    private static double correlation(double[] level, int from, int end) {
        int count = end - from;
        double meanX = (count - 1) / 2.0;
        double meanY = Arrays.stream(level, from, end).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < count; i++) {
            double x = i - meanX;
            double y = level[from + i] - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        return yy == 0 ? 0 : Math.abs(xy) / Math.sqrt(xx * yy);
    }
}
