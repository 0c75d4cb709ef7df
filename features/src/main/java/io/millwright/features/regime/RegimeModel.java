package io.millwright.features.regime;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The fitted state.
 *
 * @param settings sensors that place a reading, in order
 * @param settingMean of each setting over the training readings, and {@code settingScale} its standard deviation: settings
 *     are compared in these
 * @param centres one regime a row, in scaled settings
 * @param mean sensor to its mean in each regime; a sensor that is not here stays as it is
 * @param sd sensor to its standard deviation in each regime
 * @param count sensor to the number of readings in each regime
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record RegimeModel(
        List<String> settings,
        double[] settingMean,
        double[] settingScale,
        double[][] centres,
        Map<String, double[]> mean,
        Map<String, double[]> sd,
        Map<String, long[]> count)
        implements Serializable {

    /** Spread below this share of the level is rounding, not signal. */
    private static final double CONSTANT = 1e-8;

    public int regimes() {
        return centres.length;
    }

    /** The regime of a vector of settings, none of which may be NaN. */
    public int regime(double[] values) {
        if (centres.length == 1) {
            return 0;
        }
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (values[i] - settingMean[i]) / settingScale[i];
        }
        return KMeans.nearest(scaled, centres);
    }

    boolean normalises(String sensor) {
        return mean.containsKey(sensor);
    }

    /** A reading in standard deviations of its regime; 0 where the sensor is constant there. */
    double normalised(String sensor, int regime, double value) {
        double centre = mean.getOrDefault(sensor, new double[0])[regime];
        double scale = sd.getOrDefault(sensor, new double[0])[regime];
        return scale > CONSTANT * (1 + Math.abs(centre)) ? (value - centre) / scale : 0;
    }
}
