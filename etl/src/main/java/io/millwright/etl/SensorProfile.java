package io.millwright.etl;

import io.millwright.lake.config.SensorSpec;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a sensor before its first reading.
 *
 * @param periodMs between two readings, as designed
 * @param mistakes units its values may have been sent in by mistake
 * @param filterKind null for none
 * @param filterLength in readings
 */
record SensorProfile(
        String name,
        double min,
        double max,
        long periodMs,
        boolean isCondition,
        List<Units.Mistake> mistakes,
        SensorSpec.Filter.@Nullable Kind filterKind,
        int filterLength)
        implements Serializable {

    SensorProfile {
        mistakes = List.copyOf(mistakes);
    }

    static SensorProfile of(SensorSpec sensor) {
        return new SensorProfile(
                sensor.name(),
                sensor.min(),
                sensor.max(),
                sensor.period().toMillis(),
                sensor.role() == SensorSpec.Role.CONDITION,
                Units.mistakes(sensor.unit()),
                sensor.filter().map(SensorSpec.Filter::kind).orElse(null),
                sensor.filter().map(SensorSpec.Filter::length).orElse(0));
    }
}
