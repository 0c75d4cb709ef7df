package io.millwright.features.catalogue;

import java.util.List;
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

    /** The inputs of a feature of several sensors; explanations find the sensors by their names. */
    static String readingsOf(List<String> sensors) {
        return "series.value and series.clean of " + String.join(", ", sensors);
    }
}
