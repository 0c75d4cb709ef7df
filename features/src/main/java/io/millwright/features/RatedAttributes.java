package io.millwright.features;

import io.millwright.features.window.RatedRange;
import io.millwright.lake.config.SensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rated ranges in a machine's metadata: {@code rated_<sensor>_min} with {@code rated_<sensor>_max}, or one rated value
 * {@code rated_<sensor>}, with or without a unit behind it, which stands for the range from 0.
 */
final class RatedAttributes {

    private static final String PREFIX = "rated_";

    private RatedAttributes() {}

    /** Sensor to rated range; attributes that are no numbers or no range are passed over. */
    static Map<String, RatedRange> read(Map<String, String> attributes, List<SensorSpec> sensors) {
        Map<String, RatedRange> ranges = new HashMap<>();
        for (SensorSpec sensor : sensors) {
            Optional<Double> min = number(attributes.get(PREFIX + sensor.name() + "_min"));
            Optional<Double> max = number(attributes.get(PREFIX + sensor.name() + "_max"));
            if (min.isPresent() && max.isPresent() && min.get() < max.get()) {
                ranges.put(sensor.name(), new RatedRange(min.get(), max.get()));
            }
        }
        attributes.forEach((name, value) -> {
            Optional<Double> upper = number(value).filter(rated -> rated > 0);
            ofOneValue(name, sensors)
                    .ifPresent(
                            sensor -> upper.ifPresent(rated -> ranges.putIfAbsent(sensor, new RatedRange(0, rated))));
        });
        return ranges;
    }

    /** The sensor with the longest name that the attribute starts with. */
    private static Optional<String> ofOneValue(String attribute, List<SensorSpec> sensors) {
        if (!attribute.startsWith(PREFIX) || attribute.endsWith("_min") || attribute.endsWith("_max")) {
            return Optional.empty();
        }
        String rest = attribute.substring(PREFIX.length());
        return sensors.stream()
                .map(SensorSpec::name)
                .filter(name -> rest.equals(name) || rest.startsWith(name + "_"))
                .max(java.util.Comparator.comparingInt(String::length));
    }

    /** The number an attribute says, NaN and infinities included; empty where it says none. */
    static Optional<Double> number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Double.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
