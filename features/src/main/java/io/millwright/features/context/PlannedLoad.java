package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Load;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What load was planned of one machine when, where plans may overlap: at each instant a plan of the machine itself comes before one of its
 * site, then the one written last, then the one that starts last.
 */
final class PlannedLoad {

    private static final Comparator<Load> PRECEDENCE = Comparator.comparing((Load load) -> !load.ofSite())
            .thenComparingLong(Load::writtenMs)
            .thenComparingLong(Load::startMs)
            .thenComparing(Comparator.comparingLong(Load::endMs).reversed())
            .thenComparingDouble(Load::share);

    private final List<Load> loads;
    private final long[] latestEndMs;

    /** @param plan in any order */
    PlannedLoad(List<Load> plan) {
        this.loads = plan.stream()
                .sorted(Comparator.comparingLong(Load::startMs).thenComparing(PRECEDENCE))
                .toList();
        this.latestEndMs = new long[loads.size()];
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < latestEndMs.length; i++) {
            latest = Math.max(latest, loads.get(i).endMs());
            latestEndMs[i] = latest;
        }
    }

    /**
     * Mean planned load over the part of {@code [fromMs, toMs)} that plans known by a moment speak of, weighted by time; NaN where none does.
     * What was not known then changes no bit of it.
     */
    double mean(long fromMs, long toMs, long knownByMs) {
        Sum sum = summed(fromMs, toMs, knownByMs);
        return sum.weight > 0 ? sum.weighted / sum.weight : Double.NaN;
    }

    /** The first instant of {@code [fromMs, toMs)} of which plans known by a moment say no load at all; empty where there is none. */
    OptionalLong firstStop(long fromMs, long toMs, long knownByMs) {
        Sum sum = summed(fromMs, toMs, knownByMs);
        return sum.stopMs == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(sum.stopMs);
    }

    private Sum summed(long fromMs, long toMs, long knownByMs) {
        Sum sum = new Sum(fromMs);
        for (int i = firstEndingAfter(fromMs); i < loads.size() && loads.get(i).startMs() < toMs; i++) {
            Load load = loads.get(i);
            if (load.knownMs() <= knownByMs && load.endMs() > fromMs) {
                sum.addUntil(load.startMs());
                sum.running.add(load);
            }
        }
        sum.addUntil(toMs);
        return sum;
    }

    /** The first of the loads before which none ends after a moment. */
    private int firstEndingAfter(long ms) {
        int low = 0;
        int high = latestEndMs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (latestEndMs[middle] <= ms) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The load summed up to a moment that moves forward. */
    private static final class Sum {
        private final List<Load> running = new ArrayList<>();
        private long atMs;
        private double weighted;
        private double weight;
        private long stopMs = Long.MAX_VALUE;

        Sum(long fromMs) {
            this.atMs = fromMs;
        }

        void addUntil(long untilMs) {
            while (atMs < untilMs) {
                running.removeIf(load -> load.endMs() <= atMs);
                if (running.isEmpty()) {
                    atMs = untilMs;
                    return;
                }
                Load counts = Collections.max(running, PRECEDENCE);
                long endMs = Math.min(untilMs, counts.endMs());
                stopMs = counts.share() <= 0 ? Math.min(stopMs, atMs) : stopMs;
                weighted += (endMs - atMs) * counts.share();
                weight += endMs - atMs;
                atMs = endMs;
            }
        }
    }
}
