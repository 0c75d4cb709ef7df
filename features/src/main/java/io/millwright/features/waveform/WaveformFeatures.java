package io.millwright.features.waveform;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The burst features of one machine: of the latest burst, and means over trailing windows. */
public final class WaveformFeatures {

    private final WaveformPlan plan;
    private final List<List<Burst>> bursts;

    /**
     * A summarised burst.
     *
     * @param value in the order of {@link BurstSummary}
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
    public record Burst(long startMs, long knownMs, double[] value) {}

    public WaveformFeatures(WaveformPlan plan, Map<String, List<Burst>> bySensor) {
        this.plan = plan;
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
        long longest = plan.windowsMs()[plan.windowsMs().length - 1];
        double[] latest = latest(ofSensor, asOfMs - longest, asOfMs);
        for (int number : WaveformPlan.PUBLISHED) {
            row[at++] = latest[number];
        }
        double normal = plan.baselineMs() > 0 ? baselineRms(ofSensor, asOfMs) : Double.NaN;
        for (long window : plan.windowsMs()) {
            double[] means = means(ofSensor, asOfMs - window, asOfMs, asOfMs);
            for (int number : WaveformPlan.PUBLISHED) {
                row[at++] = means[number];
            }
            if (plan.baselineMs() > 0) {
                row[at++] = means[0] - normal;
            }
        }
        return at;
    }

    private static double[] latest(List<Burst> bursts, long fromMs, long asOfMs) {
        for (int i = firstFrom(bursts, asOfMs) - 1; i >= 0 && bursts.get(i).startMs() >= fromMs; i--) {
            if (bursts.get(i).knownMs() <= asOfMs) {
                return bursts.get(i).value();
            }
        }
        return means(List.of(), 0, 0, 0);
    }

    private double baselineRms(List<Burst> bursts, long asOfMs) {
        long first = Long.MAX_VALUE;
        for (Burst burst : bursts) {
            if (burst.knownMs() <= asOfMs && burst.startMs() < asOfMs) {
                first = burst.startMs();
                break;
            }
        }
        return first == Long.MAX_VALUE
                ? Double.NaN
                : means(bursts, first, Math.min(asOfMs, first + plan.baselineMs()), asOfMs)[0];
    }

    /** Means of each number over bursts that start in {@code [from, to)} and are known; NaN where there is none. */
    private static double[] means(List<Burst> bursts, long fromMs, long toMs, long knownByMs) {
        double[] sums = new double[BurstSummary.SIZE];
        int[] counts = new int[BurstSummary.SIZE];
        for (int i = firstFrom(bursts, fromMs);
                i < bursts.size() && bursts.get(i).startMs() < toMs;
                i++) {
            Burst burst = bursts.get(i);
            for (int number = 0; burst.knownMs() <= knownByMs && number < sums.length; number++) {
                if (Double.isFinite(burst.value()[number])) {
                    sums[number] += burst.value()[number];
                    counts[number]++;
                }
            }
        }
        Arrays.setAll(sums, number -> counts[number] == 0 ? Double.NaN : sums[number] / counts[number]);
        return sums;
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
