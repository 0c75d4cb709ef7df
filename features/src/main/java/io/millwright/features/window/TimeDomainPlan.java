package io.millwright.features.window;

import io.millwright.features.tile.Tile;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Statistic;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which windows and statistics are computed, in tiles. Sensors, windows and statistics are in the order of the columns.
 *
 * @param sensors every sensor with single readings, in the order of the pipeline file
 * @param periodHours designed distance of each sensor's readings
 * @param rated whether each sensor has a rated range on at least one machine
 * @param tileMs length of a tile
 * @param windows lengths in tiles, ascending
 * @param statistics of each sensor and window
 * @param baseline null for none
 * @param asOfEveryMs distance of rows
 * @param asOfOffsetMs first row of a day, after midnight UTC
 * @param silenceMs a machine has a row while a reading known by {@code as_of} is younger than this
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record TimeDomainPlan(
        List<String> sensors,
        double[] periodHours,
        boolean[] rated,
        long tileMs,
        long[] windows,
        List<Statistic> statistics,
        @Nullable Baseline baseline,
        List<Change> changes,
        long asOfEveryMs,
        long asOfOffsetMs,
        long silenceMs)
        implements Serializable {

    private static final Set<Statistic> OF_QUARTILES =
            Set.of(Statistic.MEDIAN, Statistic.LAST_MODIFIED_Z, Statistic.IQR, Statistic.IQR_DISTANCE);

    /**
     * The machine's own normal.
     *
     * @param trailing the stretch that ends {@code length} tiles before the row, instead of the machine's first
     */
    public record Baseline(long length, boolean trailing) implements Serializable {

        /** The first tile of the stretch of a row that ends at a tile, of a machine first heard of in another. */
        long from(long end, long firstTile) {
            return trailing ? end - 2 * length : firstTile;
        }

        /** The tile after its last. */
        long to(long end, long firstTile) {
            return trailing ? end - length : Math.min(end, firstTile + length);
        }
    }

    /** Mean over {@code window} tiles minus the same {@code lag} tiles earlier. */
    public record Change(long window, long lag) implements Serializable {}

    /**
     * The plan of a pipeline file.
     *
     * @param sensors that deliver single readings
     * @param rated names of the sensors with a rated range on some machine
     */
    public static TimeDomainPlan of(PipelineConfig config, List<SensorSpec> sensors, Set<String> rated) {
        FeatureSpec spec = config.features();
        long tileMs = spec.tile().toMillis();
        boolean[] ratedFlags = new boolean[sensors.size()];
        for (int i = 0; i < ratedFlags.length; i++) {
            ratedFlags[i] = rated.contains(sensors.get(i).name());
        }
        return new TimeDomainPlan(
                sensors.stream().map(SensorSpec::name).toList(),
                sensors.stream()
                        .mapToDouble(sensor -> sensor.period().toMillis() / 3_600_000.0)
                        .toArray(),
                ratedFlags,
                tileMs,
                spec.windows().stream()
                        .mapToLong(length -> tiles(length, tileMs))
                        .toArray(),
                Arrays.stream(Statistic.values())
                        .filter(statistic -> spec.statistics().contains(statistic.columnName()))
                        .toList(),
                spec.baseline()
                        .map(baseline -> new Baseline(
                                tiles(baseline.length(), tileMs),
                                baseline.from() == FeatureSpec.Baseline.From.TRAILING))
                        .orElse(null),
                spec.changes().stream()
                        .map(change -> new Change(tiles(change.window(), tileMs), tiles(change.lag(), tileMs)))
                        .toList(),
                spec.asOfEvery().toMillis(),
                spec.asOfOffset().toMillis(),
                config.silence().toMillis());
    }

    private static long tiles(Duration length, long tileMs) {
        return length.toMillis() / tileMs;
    }

    public Tile.Quantiles quantiles() {
        return statistics.stream().anyMatch(OF_QUARTILES::contains) ? Tile.Quantiles.KEPT : Tile.Quantiles.LEFT_OUT;
    }

    /** Whether some statistic asks for the median absolute deviation. */
    boolean deviates() {
        return statistics.contains(Statistic.LAST_MODIFIED_Z);
    }

    /** Whether some statistic follows the course of its window. */
    boolean hasCourse() {
        return statistics.stream().anyMatch(Statistic::isOfCourse);
    }

    /** How far back a row looks, apart from a baseline at the machine's start. */
    public long reachMs() {
        long reach = windows[windows.length - 1];
        for (Change change : changes) {
            reach = Math.max(reach, change.window() + change.lag());
        }
        if (baseline != null && baseline.trailing()) {
            reach = Math.max(reach, 2 * baseline.length());
        }
        return Math.max(reach * tileMs, silenceMs);
    }

    /** Number of columns. */
    public int width() {
        int width = sensors.size() * (windows.length * statistics.size() + changes.size());
        for (boolean flag : rated) {
            width += flag ? 1 : 0;
        }
        return width;
    }

    /** Whether a row of the machine may stand at this moment, by the grid alone. */
    boolean onGrid(long ms) {
        return Math.floorMod(ms - asOfOffsetMs, asOfEveryMs) == 0;
    }

    /** The first moment of the grid at or after this one. */
    public long gridAtOrAfter(long ms) {
        return asOfOffsetMs + -Math.floorDiv(-(ms - asOfOffsetMs), asOfEveryMs) * asOfEveryMs;
    }
}
