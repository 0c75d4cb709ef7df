package io.millwright.training.anomaly;

import java.util.Comparator;

/**
 * How much one sensor makes a row strange.
 *
 * @param fall of the anomaly score when the sensor is at its normal, above 0
 */
public record SensorShare(String sensor, double fall) {

    static final Comparator<SensorShare> LARGEST_FIRST =
            Comparator.comparingDouble(SensorShare::fall).reversed().thenComparing(SensorShare::sensor);
}
