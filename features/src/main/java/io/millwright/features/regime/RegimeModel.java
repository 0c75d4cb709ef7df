package io.millwright.features.regime;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The fitted state.
 *
 * @param settings sensors that place a reading, in order
 * @param settingScale of each setting its standard deviation over the training readings: settings are compared in these
 * @param centres one regime a row, in the settings' own units
 * @param mean sensor to its mean in each regime; a sensor that is not here stays as it is
 * @param sd sensor to its standard deviation in each regime
 * @param count sensor to the number of readings in each regime
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record RegimeModel(
        List<String> settings,
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
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int regime = 0; regime < centres.length; regime++) {
            double distance = squaredDistance(values, centres[regime]);
            if (distance < least) {
                least = distance;
                nearest = regime;
            }
        }
        return nearest;
    }

    private double squaredDistance(double[] values, double[] centre) {
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double steps = (values[i] - centre[i]) / settingScale[i];
            sum += steps * steps;
        }
        return sum;
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
