package io.millwright.features;

import java.io.Serializable;

/**
 * Numbers of one machine at one moment.
 *
 * @param value NaN where a number cannot be computed
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
record FeatureRow(String equipmentId, long asOfMs, double[] value) implements Serializable {

    /** Other numbers of the same machine and moment. */
    FeatureRow with(double[] numbers) {
        return new FeatureRow(equipmentId, asOfMs, numbers);
    }
}
