package io.millwright.features.catalogue;

import io.millwright.lake.config.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trailing window of a feature as its name tells it, for where there is no catalogue: a model package has only names. Features of no
 * window have none, nor have those whose name does not tell it: roll-ups, and features of one's own.
 */
public final class FeatureWindow {

    private static final String LENGTH = "(\\d+(?:ms|s|m|h|d|c))";

    /** {@code sensor__24h__mean}, {@code sensor__12h_lag24h__change}. */
    private static final Pattern OF_SENSOR = Pattern.compile(".+?__" + LENGTH + "(?:_lag\\d+\\w+?)?__.+");

    /** {@code context__failures_count_30d}; what is planned for the time ahead is no trailing window. */
    private static final Pattern OF_MACHINE = Pattern.compile("(?:context|text)__.+(?<!_ahead)_" + LENGTH);

    private FeatureWindow() {}

    /** In the short form of names, for example {@code 24h}. */
    public static Optional<String> of(String feature) {
        for (Pattern pattern : List.of(OF_SENSOR, OF_MACHINE)) {
            Matcher name = pattern.matcher(feature);
            if (name.matches()) {
                return Optional.of(name.group(1));
            }
        }
        return Optional.empty();
    }

    /** Those the names tell, each once, from short to long. */
    public static List<String> all(List<String> features) {
        return features.stream()
                .flatMap(feature -> of(feature).stream())
                .distinct()
                .sorted(Comparator.comparing(FeatureWindow::length).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Duration length(String window) {
        return Span.parse(window.endsWith("c") ? window + "ycles" : window);
    }
}
