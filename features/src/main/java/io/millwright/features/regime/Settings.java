package io.millwright.features.regime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What one machine was set to: the last known setting at or before a moment, unless it is too old. */
public final class Settings {

    private final List<Track> tracks;
    private final long oldestMs;

    /**
     * @param readings of each setting, in the order of the model's settings
     * @param oldestMs a setting older than this says nothing
     */
    public Settings(List<List<Readings>> readings, long oldestMs) {
        this.tracks = readings.stream().map(Track::of).toList();
        this.oldestMs = oldestMs;
    }

    /**
     * Readings of one setting that became known together.
     *
     * @param times ascending, milliseconds
     * @param late false where each reading was known at the end of its own tile
     * @param knownMs when late readings were known
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record Readings(long[] times, double[] values, boolean late, long knownMs) {}

    /**
     * The settings at a moment, from readings known by {@code knownByMs}, which must not lie before the end of the moment's
     * tile; NaN where one is missing or too old.
     */
    double[] at(long timeMs, long knownByMs) {
        double[] values = new double[tracks.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tracks.get(i).latest(timeMs, knownByMs, oldestMs);
        }
        return values;
    }

    /** The settings at a moment as above, or an empty array where one is missing. */
    public double[] complete(long timeMs, long knownByMs) {
        double[] values = at(timeMs, knownByMs);
        return isComplete(values) ? values : new double[0];
    }

    static boolean isComplete(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private record Track(Readings inTime, List<Readings> late) {

        static Track of(List<Readings> all) {
            List<double[]> points = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            all.stream()
                    .filter(readings -> !readings.late())
                    .sorted(Comparator.comparingLong(
                            readings -> readings.times().length == 0 ? 0 : readings.times()[0]))
                    .forEach(readings -> {
                        for (int i = 0; i < readings.times().length; i++) {
                            times.add(readings.times()[i]);
                            points.add(new double[] {readings.values()[i]});
                        }
                    });
            Integer[] order = new Integer[times.size()];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparing(times::get));
            long[] sortedTimes = new long[order.length];
            double[] sortedValues = new double[order.length];
            for (int i = 0; i < order.length; i++) {
                sortedTimes[i] = times.get(order[i]);
                sortedValues[i] = points.get(order[i])[0];
            }
            return new Track(
                    new Readings(sortedTimes, sortedValues, false, 0),
                    all.stream().filter(Readings::late).toList());
        }

        double latest(long timeMs, long knownByMs, long oldestMs) {
            int at = lastFinite(inTime, timeMs);
            long latest = at < 0 ? Long.MIN_VALUE : inTime.times()[at];
            double value = at < 0 ? Double.NaN : inTime.values()[at];
            for (Readings piece : late) {
                int last = piece.knownMs() <= knownByMs ? lastFinite(piece, timeMs) : -1;
                if (last >= 0 && piece.times()[last] > latest) {
                    latest = piece.times()[last];
                    value = piece.values()[last];
                }
            }
            return latest == Long.MIN_VALUE || timeMs - latest > oldestMs ? Double.NaN : value;
        }

        private static int lastFinite(Readings readings, long timeMs) {
            int at = Arrays.binarySearch(readings.times(), timeMs);
            int last = at >= 0 ? at : -at - 2;
            while (last >= 0 && !Double.isFinite(readings.values()[last])) {
                last--;
            }
            return last;
        }
    }
}
