package io.millwright.pipeline.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Means of one sensor of one machine by stretch of time; adds up in any order of stretches. */
final class SensorMeans {

    /** Sum and count by the middle of the stretch, in seconds from the epoch. */
    private final Map<Long, double[]> stretches = new TreeMap<>();

    void add(long middleSeconds, double mean, double n) {
        double[] sum = stretches.computeIfAbsent(middleSeconds, any -> new double[2]);
        sum[0] += mean * n;
        sum[1] += n;
    }

    /** How far it ever was from its median, in interquartile ranges; 0 for a sensor that never moved. */
    double movement() {
        double[] sorted = means();
        Arrays.sort(sorted);
        if (sorted.length < 4) {
            return 0;
        }
        double median = sorted[sorted.length / 2];
        double spread = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
        double farthest = Math.max(median - sorted[0], sorted[sorted.length - 1] - median);
        return spread > 0 ? farthest / spread : 0;
    }

    MachineTimeline.SensorTrack track(String name, String label, String unit) {
        List<Double> mean =
                Arrays.stream(means()).map(SensorMeans::significant).boxed().toList();
        return new MachineTimeline.SensorTrack(name, label, unit, List.copyOf(stretches.keySet()), mean);
    }

    private double[] means() {
        return stretches.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
    }

    /** Five significant digits are more than a plot can show. */
    private static double significant(double value) {
        if (value == 0 || Double.isNaN(value)) {
            return value;
        }
        double scale = Math.pow(10, 4 - Math.floor(Math.log10(Math.abs(value))));
        return Math.round(value * scale) / scale;
    }
}
