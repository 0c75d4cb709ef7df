package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.TouchedTiles.Stretch;
import io.millwright.features.window.TimeDomainPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rows of one machine look at tiles that changed. Plain Java. */
final class TouchedRows {

    private final TimeDomainPlan plan;
    private final long endBeforeMs;
    private final long endMs;

    /**
     * @param endBeforeMs end of the fleet's last tile before the change; no row stood after it
     * @param endMs the same now
     */
    TouchedRows(TimeDomainPlan plan, long endBeforeMs, long endMs) {
        this.plan = plan;
        this.endBeforeMs = endBeforeMs;
        this.endMs = endMs;
    }

    /**
     * Stretches of {@code as_of} that hold every row that may be another than before, ascending, apart from each other.
     *
     * @param touched tiles that changed
     * @param firstBeforeMs start of the machine's first tile before; null where it had none
     * @param firstMs the same now
     */
    List<Slice> of(List<Stretch> touched, @Nullable Long firstBeforeMs, @Nullable Long firstMs) {
        List<Slice> rows = new ArrayList<>();
        for (Stretch stretch : touched) {
            rows.add(new Slice(stretch.fromMs(), stretch.toMs() - plan.tileMs() + plan.reachMs()));
            if (isNormal(stretch, firstBeforeMs) || isNormal(stretch, firstMs)) {
                rows.add(new Slice(stretch.fromMs(), Long.MAX_VALUE));
            }
        }
        if (firstBeforeMs != null && firstMs != null && !firstBeforeMs.equals(firstMs)) {
            rows.add(new Slice(Math.min(firstBeforeMs, firstMs), Math.max(firstBeforeMs, firstMs) + plan.reachMs()));
        }
        rows.add(new Slice(Math.min(endBeforeMs, endMs), Math.max(endBeforeMs, endMs)));
        return merged(rows, Math.max(endBeforeMs, endMs));
    }

    /** All rows of a machine whose first tile, before or now, starts there. */
    List<Slice> all(long firstMs) {
        return List.of(new Slice(firstMs, Math.max(endBeforeMs, endMs)));
    }

    /**
     * The same stretches and those of rows that look at records as well, and count a machine's age from its first reading, to the millisecond:
     * all rows behind the first record that differs; all there are where the first reading may be another.
     *
     * @param rows of {@link #of}
     * @param recordsFromMs {@code Long.MAX_VALUE} where no record differs
     */
    List<Slice> withRecords(
            List<Slice> rows, List<Stretch> touched, @Nullable Long firstBeforeMs, long firstMs, long recordsFromMs) {
        long startMs = firstBeforeMs == null ? firstMs : Math.min(firstBeforeMs, firstMs);
        boolean startsOtherwise = firstBeforeMs == null
                || firstBeforeMs != firstMs
                || touched.stream()
                        .anyMatch(stretch -> stretch.fromMs() < startMs + plan.tileMs() && stretch.toMs() > startMs);
        if (startsOtherwise) {
            return andAfter(rows, startMs);
        }
        return recordsFromMs == Long.MAX_VALUE ? rows : andAfter(rows, Math.max(recordsFromMs, startMs));
    }

    private List<Slice> andAfter(List<Slice> rows, long fromMs) {
        List<Slice> all = new ArrayList<>(rows);
        all.add(new Slice(fromMs, Long.MAX_VALUE));
        return merged(all, Math.max(endBeforeMs, endMs));
    }

    /** Whether tiles lie in the stretch at the machine's start that all of its rows are held against. */
    private boolean isNormal(Stretch stretch, @Nullable Long firstMs) {
        TimeDomainPlan.Baseline baseline = plan.baseline();
        return baseline != null
                && !baseline.trailing()
                && firstMs != null
                && stretch.fromMs() < firstMs + baseline.length() * plan.tileMs()
                && stretch.toMs() > firstMs;
    }

    private static List<Slice> merged(List<Slice> rows, long untilMs) {
        return Slices.merged(rows.stream()
                .map(slice -> new Slice(slice.afterMs(), Math.min(slice.toMs(), untilMs)))
                .filter(slice -> slice.afterMs() < slice.toMs())
                .toList());
    }
}
