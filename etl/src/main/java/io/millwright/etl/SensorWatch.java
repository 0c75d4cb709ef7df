package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one sensor of one machine through time. Two things come of it. <i>What a feature may use</i> of a reading is decided
 * by readings that came on time and lie before it, so that nothing delivered later changes it. <i>In which stretches the
 * sensor was unwell</i> is found on all readings, late ones included.
 */
final class SensorWatch implements Serializable {

    private static final int GAP_PERIODS = 3;
    private static final long SHORTEST_GAP_MS = 3_600_000;

    private final SensorProfile profile;
    private final List<Finding> findings = new ArrayList<>();
    private final ArrivalWatch arrivals = new ArrivalWatch();
    private final DailyLevels levels = new DailyLevels();
    private final @Nullable CausalFilter filter;
    /** Sees readings that came on time only. */
    private Detector causal;
    /** Sees all; null as long as all came on time. */
    private @Nullable Detector complete;

    private long lastMs = Long.MIN_VALUE;

    SensorWatch(SensorProfile profile) {
        this.profile = profile;
        this.causal = new Detector(profile, findings);
        this.filter =
                profile.filterKind() == null ? null : new CausalFilter(profile.filterKind(), profile.filterLength());
    }

    /** The usable values of the readings of the next chunk, NaN for those that are kept out. */
    double[] judge(ChunkMerge chunk, long chunkStart) {
        double[] clean = new double[chunk.size()];
        for (int i = 0; i < clean.length; i++) {
            long time = chunkStart + chunk.offsets[i];
            double value = chunk.values[i];
            gap(time);
            arrivals.next(time, chunk.known[i] - time);
            clean[i] = chunk.isOnTime(i) ? onTime(time, value) : late(time, value);
            levels.next(time, clean[i]);
        }
        return clean;
    }

    private double onTime(long time, double value) {
        double usable = causal.next(time, value);
        if (complete != null) {
            complete.next(time, value);
        }
        return filter == null ? usable : filter.next(usable);
    }

    private double late(long time, double value) {
        if (complete == null) {
            complete = causal.fork(findings);
            causal = causal.fork(null);
        }
        double usable = causal.peek(value);
        complete.next(time, value);
        return filter == null ? usable : filter.peek(usable);
    }

    private void gap(long time) {
        long silent = time - lastMs;
        if (lastMs != Long.MIN_VALUE
                && silent > GAP_PERIODS * profile.periodMs()
                && silent > SHORTEST_GAP_MS + profile.periodMs()) {
            findings.add(new Finding(
                    profile.name(),
                    Finding.GAP,
                    lastMs + profile.periodMs(),
                    time,
                    silent / profile.periodMs() - 1 + " readings are not there",
                    Finding.REPORTED));
        }
        lastMs = time;
    }

    /** All findings, when there is nothing more to see; in order of time. */
    List<Finding> findings() {
        (complete == null ? causal : complete).end(lastMs + profile.periodMs());
        findings.addAll(arrivals.end());
        findings.addAll(levels.drifts(profile.name()));
        findings.sort(Comparator.comparingLong(Finding::fromMs).thenComparing(Finding::kind));
        return List.copyOf(findings);
    }
}
