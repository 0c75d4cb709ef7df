package io.millwright.features.regime;

import io.millwright.features.window.KnownSensors;
import java.io.Serializable;
import java.time.Duration;

/**
 * The operating regime that a machine is in at a moment: the one nearest to the last known reading of each setting.
 *
 * @param window how far back a reading may lie, a whole number of tiles
 */
public record LatestRegime(RegimeModel model, Duration window) implements Serializable {

    /** The number of the regime, from 0; NaN where a setting has no reading in the window. */
    public double at(KnownSensors sensors) {
        double[] settings = model.settings().stream()
                .map(setting -> sensors.over(setting, window, Duration.ZERO))
                .mapToDouble(moments -> moments.isEmpty() ? Double.NaN : moments.last())
                .toArray();
        return Settings.isComplete(settings) ? model.regime(settings) : Double.NaN;
    }
}
