package io.millwright.features.catalogue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One feature as the catalogue describes it.
 *
 * @param name column name
 * @param definition formula and source, in words
 * @param unit empty for a pure number
 * @param window null where none applies
 * @param inputs tables and columns
 * @param sensor null for features of no single sensor
 * @param family what explanations are summed by
 * @param reason why it can never be computed; null where it can
 */
public record FeatureDefinition(
        String name,
        String definition,
        String unit,
        @Nullable String window,
        String inputs,
        @Nullable String sensor,
        String statistic,
        String family,
        @Nullable String reason) {

    /** The inputs of a feature made of others: the readings of their sensors, and what those of no single sensor are made of. */
    static String inputsOf(List<FeatureDefinition> features) {
        List<String> sensors = features.stream()
                .flatMap(feature -> Stream.ofNullable(feature.sensor()))
                .distinct()
                .toList();
        Stream<String> others = features.stream()
                .filter(feature -> feature.sensor() == null)
                .map(FeatureDefinition::inputs)
                .distinct();
        Stream<String> readings = sensors.isEmpty() ? Stream.of() : Stream.of(readingsOf(sensors));
        return Stream.concat(readings, others).collect(Collectors.joining("; "));
    }

    /** The window of a feature made of others; null where they have none, or several. */
    static @Nullable String windowOf(List<FeatureDefinition> features) {
        List<String> windows = features.stream()
                .flatMap(feature -> Stream.ofNullable(feature.window()))
                .distinct()
                .toList();
        return windows.size() == 1 ? windows.get(0) : null;
    }

    /** The inputs of a feature of several sensors; explanations find the sensors by their names. */
    static String readingsOf(List<String> sensors) {
        return "series.value and series.clean of " + String.join(", ", sensors);
    }
}
