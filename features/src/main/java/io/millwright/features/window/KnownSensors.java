package io.millwright.features.window;

import io.millwright.features.tile.Moments;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a machine's sensors at a moment: no window ends after it, and no reading that had not arrived is in one. A
 * feature that has nothing but this cannot know the future. Windows and lags are whole numbers of tiles.
 */
public final class KnownSensors {

    private final TimeDomainPlan plan;
    private final Map<String, SensorHistory> histories;
    private final long asOfMs;
    private final long knownByMs;
    private final long end;
    private final long firstTile;

    KnownSensors(
            TimeDomainPlan plan,
            Map<String, SensorHistory> histories,
            long firstReadingMs,
            long asOfMs,
            long knownByMs) {
        this.plan = plan;
        this.histories = histories;
        this.asOfMs = asOfMs;
        this.knownByMs = knownByMs;
        this.end = asOfMs / plan.tileMs();
        this.firstTile = Math.floorDiv(firstReadingMs, plan.tileMs());
    }

    public long asOfMs() {
        return asOfMs;
    }

    /** The readings of the window that ends {@code lag} before the moment. */
    public Moments over(String sensor, Duration window, Duration lag) {
        long to = end - tiles(lag);
        return history(sensor).over(to - withinReach(window, lag), to, knownByMs);
    }

    /** The window's tiles in their order, {@link Moments#EMPTY} where one holds no reading. */
    public Moments[] tiles(String sensor, Duration window) {
        return history(sensor).tiles(end - withinReach(window, Duration.ZERO), end, knownByMs);
    }

    /** The machine's own normal, as {@code features.baseline} of the pipeline file has it; empty where it has none. */
    public Moments baseline(String sensor) {
        TimeDomainPlan.Baseline baseline = plan.baseline();
        return baseline == null
                ? Moments.EMPTY
                : history(sensor).over(baseline.from(end, firstTile), baseline.to(end, firstTile), knownByMs);
    }

    /** The baseline's tiles in their order; none where the pipeline file has no baseline. */
    public Moments[] baselineTiles(String sensor) {
        TimeDomainPlan.Baseline baseline = plan.baseline();
        return baseline == null
                ? new Moments[0]
                : history(sensor).tiles(baseline.from(end, firstTile), baseline.to(end, firstTile), knownByMs);
    }

    private SensorHistory history(String sensor) {
        @Nullable SensorHistory history = histories.get(sensor);
        if (history == null) {
            throw new IllegalArgumentException(
                    "no sensor is called " + sensor + "; there are " + String.join(", ", plan.sensors()));
        }
        return history;
    }

    /** Tiles of a window. Further back than the pipeline looks there may be tiles or not, depending on which part of a run this is. */
    private long withinReach(Duration window, Duration lag) {
        Duration back = window.plus(lag);
        if (back.toMillis() > plan.reachMs()) {
            throw new IllegalArgumentException(
                    back + " back is further than anything in the pipeline file looks, which is "
                            + Duration.ofMillis(plan.reachMs()) + "; add a window of that length to features.windows");
        }
        return tiles(window);
    }

    private long tiles(Duration span) {
        long ms = span.toMillis();
        if (ms < 0 || ms % plan.tileMs() != 0) {
            throw new IllegalArgumentException(
                    span + " is no whole number of tiles, which are " + Duration.ofMillis(plan.tileMs()) + " long");
        }
        return ms / plan.tileMs();
    }
}
