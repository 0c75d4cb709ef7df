package io.millwright.features.waveform;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The burst features of one machine: of the latest burst, and means over trailing windows. */
public final class WaveformFeatures {

    /** Position of the root mean square. */
    private static final int RMS = 0;

    private final WaveformPlan plan;
    private final int[] spectral;
    private final List<List<Burst>> bursts;

    /**
     * A summarised burst.
     *
     * @param value in the order of {@link BurstAnalyser}
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record Burst(long startMs, long knownMs, double[] value) {

        /** The same where it was known when it started. */
        public Burst inTime() {
            return new Burst(startMs, Math.min(knownMs, startMs), value);
        }
    }

    public WaveformFeatures(WaveformPlan plan, Map<String, List<Burst>> bySensor) {
        this.plan = plan;
        this.spectral = plan.spectral();
        this.bursts = plan.sensors().stream()
                .map(sensor -> bySensor.getOrDefault(sensor, List.of()).stream()
                        .sorted(Comparator.comparingLong(Burst::startMs).thenComparingLong(Burst::knownMs))
                        .toList())
                .toList();
    }

    /** The row, in the order of the catalogue; NaN where a feature cannot be computed. */
    public double[] row(long asOfMs) {
        double[] row = new double[plan.width()];
        int at = 0;
        for (List<Burst> ofSensor : bursts) {
            at = fill(row, at, ofSensor, asOfMs);
        }
        return row;
    }

    private int fill(double[] row, int first, List<Burst> ofSensor, long asOfMs) {
        int at = first;
        double[] latest = latest(ofSensor, asOfMs - plan.windows().longestMs(), asOfMs);
        at = put(row, at, latest, WaveformPlan.PUBLISHED);
        double normal = plan.baselineMs() > 0 ? baselineRms(ofSensor, asOfMs) : Double.NaN;
        for (long window : plan.windows().lengthsMs()) {
            double[] means = means(ofSensor, asOfMs - window, asOfMs, asOfMs, WaveformPlan.PUBLISHED);
            at = put(row, at, means, WaveformPlan.PUBLISHED);
            if (plan.baselineMs() > 0) {
                row[at++] = means[RMS] - normal;
            }
        }
        at = put(row, at, latest, spectral);
        for (long window : plan.spectralWindows().lengthsMs()) {
            double[] means = means(ofSensor, asOfMs - window, asOfMs, asOfMs, spectral);
            at = put(row, at, means, spectral);
        }
        return at;
    }

    private static int put(double[] row, int first, double[] values, int[] numbers) {
        int at = first;
        for (int number : numbers) {
            row[at++] = values[number];
        }
        return at;
    }

    private double[] latest(List<Burst> bursts, long fromMs, long asOfMs) {
        for (int i = firstFrom(bursts, asOfMs) - 1; i >= 0 && bursts.get(i).startMs() >= fromMs; i--) {
            if (bursts.get(i).knownMs() <= asOfMs) {
                return bursts.get(i).value();
            }
        }
        double[] none = new double[plan.burst().size()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    private double baselineRms(List<Burst> bursts, long asOfMs) {
        if (plan.trailing()) {
            long end = asOfMs - plan.baselineMs();
            return means(bursts, end - plan.baselineMs(), end, asOfMs, new int[] {RMS})[RMS];
        }
        long first = Long.MAX_VALUE;
        for (Burst burst : bursts) {
            if (burst.knownMs() <= asOfMs && burst.startMs() < asOfMs) {
                first = burst.startMs();
                break;
            }
        }
        return first == Long.MAX_VALUE
                ? Double.NaN
                : means(bursts, first, Math.min(asOfMs, first + plan.baselineMs()), asOfMs, new int[] {RMS})[RMS];
    }

    /** Means of some numbers, in their places, over bursts that start in {@code [from, to)} and are known; NaN where there is none. */
    private double[] means(List<Burst> bursts, long fromMs, long toMs, long knownByMs, int[] numbers) {
        double[] sums = new double[plan.burst().size()];
        int[] counts = new int[plan.burst().size()];
        for (int i = firstFrom(bursts, fromMs);
                i < bursts.size() && bursts.get(i).startMs() < toMs;
                i++) {
            Burst burst = bursts.get(i);
            if (burst.knownMs() <= knownByMs) {
                add(burst.value(), numbers, sums, counts);
            }
        }
        Arrays.setAll(sums, number -> counts[number] == 0 ? Double.NaN : sums[number] / counts[number]);
        return sums;
    }

    private static void add(double[] values, int[] numbers, double[] sums, int[] counts) {
        for (int number : numbers) {
            if (Double.isFinite(values[number])) {
                sums[number] += values[number];
                counts[number]++;
            }
        }
    }

    private static int firstFrom(List<Burst> bursts, long ms) {
        int low = 0;
        int high = bursts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bursts.get(middle).startMs() < ms) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
