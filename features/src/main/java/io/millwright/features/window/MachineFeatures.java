package io.millwright.features.window;

import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Quartiles;
import io.millwright.features.tile.RunningBins;
import io.millwright.features.tile.Tile;
import io.millwright.lake.config.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time-domain rows of one machine, from its tiles. A row depends on nothing but the machine's tiles known by its
 * {@code as_of}; rows computed one by one and all at once agree in every bit.
 */
public final class MachineFeatures {

    private static final double MS_PER_HOUR = 3_600_000.0;
    private static final Course NO_COURSE = new Course(new Moments[0], Moments.EMPTY, 0);

    private final TimeDomainPlan plan;
    private final List<SensorHistory> histories;
    private final Map<String, SensorHistory> bySensor = new HashMap<>();
    private final List<@Nullable RatedRange> rated;
    private final Arrivals arrivals;

    /**
     * @param pieces of every sensor the machine has; tiles of several sources of one sensor in the order of the sources
     * @param rated the machine's rated range by sensor
     */
    public MachineFeatures(TimeDomainPlan plan, Map<String, List<KnownTile>> pieces, Map<String, RatedRange> rated) {
        this.plan = plan;
        this.histories = plan.sensors().stream()
                .map(sensor -> pieces.containsKey(sensor)
                        ? new SensorHistory(pieces.getOrDefault(sensor, List.of()), plan.tileMs())
                        : SensorHistory.NONE)
                .toList();
        for (int i = 0; i < histories.size(); i++) {
            bySensor.put(plan.sensors().get(i), histories.get(i));
        }
        this.rated = new ArrayList<>();
        plan.sensors().forEach(sensor -> this.rated.add(rated.get(sensor)));
        this.arrivals = new Arrivals(pieces.values(), plan.tileMs());
    }

    /** Whether the machine has a row at a moment: it sent something not too long before, and this was known. */
    public boolean observedAt(long asOfMs) {
        return arrivals.anyKnown(asOfMs - plan.silenceMs(), asOfMs);
    }

    /** Moments of the grid in {@code (afterMs, untilMs]} at which the machine has a row, ascending. */
    public long[] asOfs(long afterMs, long untilMs) {
        List<Long> found = new ArrayList<>();
        if (arrivals.isEmpty()) {
            return new long[0];
        }
        long from = Math.max(afterMs + 1, arrivals.firstKnownMs());
        long until = Math.min(untilMs, arrivals.lastTileEndMs() + plan.silenceMs());
        for (long asOf = plan.gridAtOrAfter(from); asOf <= until; asOf += plan.asOfEveryMs()) {
            if (observedAt(asOf)) {
                found.add(asOf);
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    /** Time of the machine's first reading as far as it was known at a moment, in milliseconds. */
    public long firstReadingMs(long asOfMs) {
        return arrivals.firstReadingMs(asOfMs);
    }

    /** What was known of the machine's sensors at a moment. */
    public KnownSensors at(long asOfMs, Knowledge knowledge) {
        long knownBy = knowledge == Knowledge.AS_KNOWN ? asOfMs : Long.MAX_VALUE;
        return new KnownSensors(plan, bySensor, arrivals.firstReadingMs(knownBy), asOfMs, knownBy);
    }

    /**
     * The rows, in the order of the columns; NaN where a feature cannot be computed.
     *
     * @param asOfs ascending, each a moment at which the machine has a row
     */
    public double[][] rows(long[] asOfs, Knowledge knowledge) {
        double[][] rows = new double[asOfs.length][plan.width()];
        int column = 0;
        for (int sensor = 0; sensor < histories.size(); sensor++) {
            column = fill(rows, asOfs, knowledge, sensor, column);
        }
        return rows;
    }

    private int fill(double[][] rows, long[] asOfs, Knowledge knowledge, int sensor, int first) {
        SensorHistory history = histories.get(sensor);
        SlidingQuartiles[] quartiles = quartiles(history, knowledge);
        BaselineOf baseline = new BaselineOf(history);
        boolean hasCourse = plan.hasCourse();
        int column = first;
        for (int row = 0; row < asOfs.length; row++) {
            long asOf = asOfs[row];
            long knownBy = knowledge == Knowledge.AS_KNOWN ? asOf : Long.MAX_VALUE;
            long end = asOf / plan.tileMs();
            long firstTile = Math.floorDiv(arrivals.firstReadingMs(knownBy), plan.tileMs());
            Moments normal = baseline.at(end, knownBy, firstTile);
            column = first;
            for (int w = 0; w < plan.windows().length; w++) {
                long start = end - plan.windows()[w];
                Moments moments = history.over(start, end, knownBy);
                double expected =
                        (end - Math.max(start, firstTile)) * (plan.tileMs() / MS_PER_HOUR) / plan.periodHours()[sensor];
                Window window = new Window(
                        moments,
                        quartiles.length == 0 ? Quartiles.NONE : quartiles[w].at(end, knownBy, moments),
                        normal,
                        expected,
                        plan.periodHours()[sensor]);
                Course course = hasCourse ? course(history, start, end, knownBy, normal) : NO_COURSE;
                for (Statistic statistic : plan.statistics()) {
                    rows[row][column++] =
                            statistic.isOfCourse() ? course.statistic(statistic) : window.statistic(statistic);
                }
            }
            for (TimeDomainPlan.Change change : plan.changes()) {
                rows[row][column++] = change(history, end, knownBy, change);
            }
            if (plan.rated()[sensor]) {
                rows[row][column++] = ratedPosition(history, end, knownBy, sensor);
            }
        }
        return first
                + plan.windows().length * plan.statistics().size()
                + plan.changes().size()
                + (plan.rated()[sensor] ? 1 : 0);
    }

    private Course course(SensorHistory history, long start, long end, long knownBy, Moments normal) {
        return new Course(history.tiles(start, end, knownBy), normal, plan.tileMs() / MS_PER_HOUR);
    }

    private SlidingQuartiles[] quartiles(SensorHistory history, Knowledge knowledge) {
        if (plan.quantiles() == Tile.Quantiles.LEFT_OUT) {
            return new SlidingQuartiles[0];
        }
        RunningBins bins = SlidingQuartiles.binsOf(history);
        return Arrays.stream(plan.windows())
                .mapToObj(length -> new SlidingQuartiles(history, bins.fresh(), length, plan.deviates(), knowledge))
                .toArray(SlidingQuartiles[]::new);
    }

    private static double change(SensorHistory history, long end, long knownBy, TimeDomainPlan.Change change) {
        Moments now = history.over(end - change.window(), end, knownBy);
        Moments before = history.over(end - change.lag() - change.window(), end - change.lag(), knownBy);
        return now.isEmpty() || before.isEmpty() ? Double.NaN : now.meanAbove(before);
    }

    private double ratedPosition(SensorHistory history, long end, long knownBy, int sensor) {
        RatedRange range = rated.get(sensor);
        Moments moments = history.over(end - plan.windows()[0], end, knownBy);
        return range == null || moments.isEmpty() ? Double.NaN : range.position(moments.mean());
    }

    /** What counts as known. */
    public enum Knowledge {
        /** What had arrived by {@code as_of}. */
        AS_KNOWN,
        /** What has arrived by now. */
        AS_CORRECTED
    }

    /** The baseline as {@code as_of} moves forward; merged anew only where its stretch or its knowledge changed. */
    private final class BaselineOf {
        private final SensorHistory history;
        private long from = Long.MIN_VALUE;
        private long to = Long.MIN_VALUE;
        private Moments moments = Moments.EMPTY;

        BaselineOf(SensorHistory history) {
            this.history = history;
        }

        Moments at(long end, long knownBy, long firstTile) {
            TimeDomainPlan.Baseline baseline = plan.baseline();
            if (baseline == null) {
                return Moments.EMPTY;
            }
            long start = baseline.from(end, firstTile);
            long stop = baseline.to(end, firstTile);
            if (start != from || stop != to || !history.late().isEmpty()) {
                from = start;
                to = stop;
                moments = history.over(start, stop, knownBy);
            }
            return moments;
        }
    }
}
