package io.millwright.training.explain;

/**
 * What the catalogue says of a feature.
 *
 * @param family what explanations are summed by
 * @param sensor empty for features of no single sensor
 * @param statistic for example {@code mean} or {@code baseline_delta}
 * @param unit empty for a pure number
 */
public record Feature(String name, String family, String sensor, String statistic, String unit) {

    private static final String SEPARATOR = "__";

    /** The window part of {@code sensor__window__statistic}; empty for features of no sensor. */
    String window() {
        String[] parts = name.split(SEPARATOR, -1);
        return sensor.isEmpty() || parts.length < 3 ? "" : parts[1];
    }

    /** The feature of the same sensor and window with another statistic. */
    String sibling(String otherStatistic) {
        return sensor + SEPARATOR + window() + SEPARATOR + otherStatistic;
    }
}
