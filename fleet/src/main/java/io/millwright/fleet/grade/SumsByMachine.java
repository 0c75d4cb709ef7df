package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterMetric;
import java.util.TreeMap;

/** The two sums of a ratio, machine by machine. */
final class SumsByMachine {

    private final TreeMap<String, double[]> sums = new TreeMap<>();
    private long n;

    void add(String machine, double above, double below) {
        double[] pair = sums.computeIfAbsent(machine, any -> new double[2]);
        pair[0] += above;
        pair[1] += below;
        n++;
    }

    /** Of all machines together. */
    ClusterMetric ratio() {
        return ClusterMetric.ratio(
                sums.values().stream().mapToDouble(pair -> pair[0]).toArray(),
                sums.values().stream().mapToDouble(pair -> pair[1]).toArray(),
                n);
    }
}
