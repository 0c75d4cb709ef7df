package io.millwright.features.context;

import io.millwright.features.tile.Moments;
import io.millwright.features.window.KnownSensors;
import io.millwright.lake.config.FeatureSpec.Duty;
import java.time.Duration;
import java.util.Arrays;

/**
 * How often and how long a machine worked, from the tiles of sensors that tell. A tile keeps its first, last, lowest and highest
 * reading, so two starts inside one tile are one; a machine that is silent for some tiles goes on as it was.
 */
public final class DutyFeatures {

    private static final double MS_PER_HOUR = 3_600_000.0;

    private final ContextPlan plan;
    private final double tileHours;

    public DutyFeatures(ContextPlan plan, long tileMs) {
        this.plan = plan;
        this.tileHours = tileMs / MS_PER_HOUR;
    }

    /** For each duty and window starts and hours at load, in turn; NaN where the window holds no reading. */
    public double[] row(KnownSensors sensors) {
        double[] row = new double[2 * plan.duties().size() * plan.windowsMs().length];
        int column = 0;
        for (Duty duty : plan.duties()) {
            for (long window : plan.windowsMs()) {
                Moments[] tiles = sensors.tiles(duty.sensor(), Duration.ofMillis(window));
                boolean silent = Arrays.stream(tiles).allMatch(Moments::isEmpty);
                row[column++] = silent ? Double.NaN : starts(tiles, duty.above());
                row[column++] = silent ? Double.NaN : hours(tiles, duty.above());
            }
        }
        return row;
    }

    /** How often the sensor rose to the level: as seldom as the tiles allow. A window's first reading is no start. */
    private static int starts(Moments[] tiles, double level) {
        int starts = 0;
        boolean atLoad = true;
        for (Moments tile : tiles) {
            if (!tile.isEmpty()) {
                boolean begins = tile.first() >= level;
                starts += begins && !atLoad ? 1 : 0;
                starts += rises(tile, begins, level) ? 1 : 0;
                atLoad = tile.last() >= level;
            }
        }
        return starts;
    }

    private static boolean rises(Moments tile, boolean begins, double level) {
        return begins ? tile.min() < level && tile.last() >= level : tile.max() >= level;
    }

    /** A tile with readings on both sides counts as if each were its lowest or its highest: exact for a machine that is on or off. */
    private double hours(Moments[] tiles, double level) {
        double hours = 0;
        for (Moments tile : tiles) {
            if (!tile.isEmpty() && tile.max() >= level) {
                double share = tile.min() >= level ? 1 : (tile.mean() - tile.min()) / (tile.max() - tile.min());
                hours += share * tileHours;
            }
        }
        return hours;
    }
}
