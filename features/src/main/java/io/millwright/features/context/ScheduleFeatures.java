package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What work was open and planned of one machine at a moment, by what was written of each order last and known then, and when the plan
 * known then has it stand still.
 */
final class ScheduleFeatures {

    /** A stop further ahead than this is none yet: it bounds which rows a changed plan touches. */
    static final long AHEAD_MS = 30L * 24 * 3_600_000;

    private static final double MS_PER_HOUR = 3_600_000.0;

    /** Of two things written of one order at the same moment the one that closes it counts. */
    private static final Comparator<Standing> LATEST = Comparator.comparingLong(Standing::knownMs)
            .thenComparingLong(Standing::writtenMs)
            .thenComparing(standing -> !standing.open())
            .thenComparingLong(Standing::timeMs)
            .thenComparing(Standing::plannedMs, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final ContextPlan.Schedule plan;
    private final List<Standing> standings;
    private final PlannedLoad load;

    ScheduleFeatures(ContextPlan.Schedule plan, List<Standing> standings, PlannedLoad load) {
        this.plan = plan;
        this.standings = standings;
        this.load = load;
    }

    /** In the order of the catalogue; NaN where nothing is open, planned, or known to stop. */
    void addTo(List<Double> row, long asOfMs) {
        if (plan.orders()) {
            List<Standing> open = latest(asOfMs).stream().filter(Standing::open).toList();
            row.add((double) open.size());
            OptionalLong oldest = open.stream().mapToLong(Standing::timeMs).min();
            row.add(oldest.isPresent() ? (asOfMs - oldest.getAsLong()) / MS_PER_HOUR : Double.NaN);
            if (plan.planned()) {
                row.add(hoursUntil(
                        asOfMs,
                        open.stream()
                                .filter(order -> order.plannedMs() != null && order.plannedMs() >= asOfMs)
                                .mapToLong(order -> order.plannedMs() == null ? Long.MAX_VALUE : order.plannedMs())
                                .min()));
            }
        }
        if (plan.stops()) {
            row.add(hoursUntil(asOfMs, load.firstStop(asOfMs, asOfMs + AHEAD_MS, asOfMs)));
        }
    }

    private Collection<Standing> latest(long asOfMs) {
        Map<String, Standing> latest = new LinkedHashMap<>();
        for (Standing standing : standings) {
            if (standing.timeMs() < asOfMs && standing.knownMs() <= asOfMs) {
                latest.merge(
                        standing.orderId(), standing, (one, other) -> LATEST.compare(one, other) >= 0 ? one : other);
            }
        }
        return latest.values();
    }

    private static double hoursUntil(long asOfMs, OptionalLong timeMs) {
        return timeMs.isPresent() ? (timeMs.getAsLong() - asOfMs) / MS_PER_HOUR : Double.NaN;
    }
}
