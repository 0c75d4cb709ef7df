package io.millwright.features.context;

import io.millwright.features.tile.Moments;
import io.millwright.features.window.KnownSensors;
import io.millwright.features.window.RatedRange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a machine bore over trailing windows, as a share of what it is rated for, and that over what was planned of it. Where no
 * machine of the fleet has a rated load, readings are taken to be shares of full load themselves.
 */
public final class LoadShareFeatures {

    private final ContextPlan.@Nullable LoadShare plan;
    private final @Nullable RatedRange rated;
    private final PlannedLoad planned;

    /** @param rated of the sensor that tells the load; null where the machine's metadata have none */
    public LoadShareFeatures(ContextPlan plan, MachineLog log, @Nullable RatedRange rated) {
        this.plan = plan.loadShare();
        this.rated = rated;
        this.planned = new PlannedLoad(log.plan());
    }

    /** For each window the share of the rated load, then that over the mean planned load; NaN where either is not known, or 0. */
    public double[] row(KnownSensors sensors) {
        if (plan == null) {
            return new double[0];
        }
        double[] row = new double[plan.width()];
        int column = 0;
        for (long window : plan.windowsMs()) {
            double share = share(plan, sensors.over(plan.sensor(), Duration.ofMillis(window), Duration.ZERO));
            if (plan.rated()) {
                row[column++] = share;
            }
            if (plan.planned()) {
                double ofPlan = planned.mean(sensors.asOfMs() - window, sensors.asOfMs(), sensors.asOfMs());
                row[column++] = ofPlan > 0 ? share / ofPlan : Double.NaN;
            }
        }
        return row;
    }

    private double share(ContextPlan.LoadShare of, Moments readings) {
        if (readings.isEmpty()) {
            return Double.NaN;
        }
        if (!of.rated()) {
            return readings.mean();
        }
        return rated == null || !(rated.max() > 0) ? Double.NaN : readings.mean() / rated.max();
    }
}
