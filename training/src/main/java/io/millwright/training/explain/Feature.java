package io.millwright.training.explain;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern LINE = Pattern.compile("burst_(envelope_.+|shaft_\\d+x)");
    /** What a machine is, how old and how loaded says how likely damage is, not what it looks like. */
    private static final Set<String> CIRCUMSTANCES = Set.of("equipment", "age", "failures", "maintenance", "load");

    /** The window part of {@code sensor__window__statistic}; empty for features of no sensor. */
    String window() {
        String[] parts = name.split(SEPARATOR, -1);
        return sensor.isEmpty() || parts.length < 3 ? "" : parts[1];
    }

    /** The feature of the same sensor and window with another statistic. */
    String sibling(String otherStatistic) {
        return sensor + SEPARATOR + window() + SEPARATOR + otherStatistic;
    }

    /**
     * What signatures are summed by: the family, for a line of a spectrum the line itself; empty for circumstances, which are no
     * part of them.
     */
    Optional<String> part() {
        Matcher line = LINE.matcher(statistic);
        if (line.matches()) {
            return Optional.of(family + " line " + line.group(1));
        }
        return sensor.isEmpty() && CIRCUMSTANCES.contains(family) ? Optional.empty() : Optional.of(family);
    }
}
