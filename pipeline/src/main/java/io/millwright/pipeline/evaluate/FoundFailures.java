package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import java.util.Map;
import java.util.TreeMap;

/** Failures, or rows before them, by machine, and those of them that were foretold. */
final class FoundFailures {

    private final Map<String, long[]> byMachine = new TreeMap<>();

    void add(String machine, boolean found) {
        long[] counts = byMachine.computeIfAbsent(machine, any -> new long[2]);
        counts[0]++;
        counts[1] += found ? 1 : 0;
    }

    static FoundFailures of(Map<String, FoundFailures> parts, String name) {
        return parts.getOrDefault(name, new FoundFailures());
    }

    long events() {
        return sum(0);
    }

    /** NaN where there is none. */
    double share() {
        return (double) sum(1) / sum(0);
    }

    /** The share that was foretold, with its interval over machines. */
    Estimate recall(ClusterBootstrap bootstrap) {
        return events() == 0
                ? Estimate.undefined()
                : bootstrap.estimate(ClusterMetric.ratio(column(1), column(0), events()));
    }

    private long sum(int column) {
        return byMachine.values().stream().mapToLong(counts -> counts[column]).sum();
    }

    private double[] column(int column) {
        return byMachine.values().stream().mapToDouble(counts -> counts[column]).toArray();
    }
}
