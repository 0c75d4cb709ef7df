package io.millwright.training.explain;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain words for a feature's value: {@code bearing temperature 14.2 C above this machine's normal of 61.0 C over 3 days}.
 *
 * @param label of each sensor, as the pipeline file words it
 * @param unit of each sensor; {@code standard deviations} where readings are normalised by regime before anything else
 */
public record Sentences(Map<String, String> label, Map<String, String> unit) {

    private static final String MEAN = "mean";
    private static final String DELTA = "baseline_delta";
    private static final String BURST_RMS = "burst_rms";
    private static final Pattern WINDOW = Pattern.compile("(\\d+)(ms|[smhdc])");
    private static final Pattern HOURS_SINCE = Pattern.compile("hours_since_(.+)");
    private static final Pattern AGE = Pattern.compile("age_(.+)");
    /** What a machine is is no reason a technician could act on. */
    private static final Pattern IDENTITY = Pattern.compile("(type|model|site)_.+");

    private static final Pattern COUNT = Pattern.compile("(.+)_count_(\\d+[smhdc])");
    /** Statistics that say where the readings lie rather than how they move. */
    private static final java.util.Set<String> LEVELS = java.util.Set.of(
            MEAN,
            BURST_RMS,
            BURST_RMS + "_" + DELTA,
            "median",
            "min",
            "max",
            "last",
            "rms",
            "integral",
            "last_z",
            "last_modified_z",
            DELTA,
            "baseline_z");

    public Sentences {
        label = Map.copyOf(label);
        unit = Map.copyOf(unit);
    }

    /** Where a row's values are looked up; NaN where it has none. */
    @FunctionalInterface
    public interface Values {
        double of(String feature);
    }

    public static Sentences of(PipelineConfig config) {
        Map<String, String> label = new HashMap<>();
        Map<String, String> unit = new HashMap<>();
        boolean normalised = config.features().regimes().isPresent();
        for (SensorSpec sensor : config.sensors()) {
            label.put(sensor.name(), sensor.label());
            boolean condition = sensor.role() == SensorSpec.Role.CONDITION;
            unit.put(sensor.name(), normalised && condition ? "standard deviations" : sensor.unit());
        }
        return new Sentences(label, unit);
    }

    /** Empty where the row holds nothing to tell of. */
    Optional<String> of(Feature feature, Values values) {
        return feature.sensor().isEmpty() ? context(feature, values) : sensor(feature, values);
    }

    private Optional<String> sensor(Feature feature, Values values) {
        String name = label.getOrDefault(feature.sensor(), feature.sensor().replace('_', ' '));
        String sensorUnit = unit.getOrDefault(feature.sensor(), feature.unit());
        Optional<String> level = level(feature, values, sensorUnit);
        double value = values.of(feature.name());
        if (LEVELS.contains(feature.statistic()) && level.isPresent()) {
            return level.map(words -> name + " " + words);
        }
        if (Double.isNaN(value)) {
            return level.map(words -> name + " " + words);
        }
        String own = name + " " + words(feature.statistic()) + " " + number(value) + withSpace(feature.unit())
                + over(feature.window());
        String what = feature.statistic().startsWith("burst_") ? "RMS" : MEAN;
        return Optional.of(level.map(words -> own + "; " + what + " " + words).orElse(own));
    }

    private Optional<String> level(Feature feature, Values values, String sensorUnit) {
        double mean = values.of(feature.sibling(MEAN));
        double delta = values.of(feature.sibling(DELTA));
        return Double.isNaN(mean) && Double.isNaN(delta)
                ? level(
                        values.of(feature.sibling(BURST_RMS)),
                        values.of(feature.sibling(BURST_RMS + "_" + DELTA)),
                        sensorUnit,
                        feature.window())
                : level(mean, delta, sensorUnit, feature.window());
    }

    private static Optional<String> level(double mean, double delta, String sensorUnit, String window) {
        if (Double.isNaN(mean) && Double.isNaN(delta)) {
            return Optional.empty();
        }
        if (Double.isNaN(delta)) {
            return Optional.of(number(mean) + withSpace(sensorUnit) + over(window));
        }
        String distance = number(Math.abs(delta)) + withSpace(sensorUnit) + (delta >= 0 ? " above" : " below")
                + " this machine's normal";
        return Optional.of(
                (Double.isNaN(mean) ? distance : distance + " of " + number(mean - delta) + withSpace(sensorUnit))
                        + over(window));
    }

    private static Optional<String> context(Feature feature, Values values) {
        double value = values.of(feature.name());
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        String bare = feature.name().replaceFirst("^context__", "");
        if (IDENTITY.matcher(bare).matches()) {
            return Optional.empty();
        }
        Matcher age = AGE.matcher(bare);
        if (age.matches()) {
            return Optional.of(number(value) + " " + age.group(1) + " of age");
        }
        Matcher since = HOURS_SINCE.matcher(bare);
        if (since.matches()) {
            return Optional.of(timeSince(value) + " since " + words(since.group(1)));
        }
        Matcher count = COUNT.matcher(bare);
        if (count.matches()) {
            return Optional.of(number(value) + " x " + words(count.group(1)) + over(count.group(2)));
        }
        return Optional.of(words(bare) + " " + number(value) + withSpace(feature.unit()));
    }

    private static String timeSince(double hours) {
        return hours >= 96 ? number(hours / 24) + " days" : number(hours) + " hours";
    }

    private static String words(String name) {
        return name.equals("sd")
                ? "standard deviation"
                : name.replace("__", " ").replace('_', ' ');
    }

    private static String withSpace(String text) {
        return text.isEmpty() ? "" : " " + text;
    }

    private static String over(String window) {
        Matcher matcher = WINDOW.matcher(window);
        if (!matcher.matches()) {
            return "";
        }
        String length = matcher.group(1);
        String what =
                switch (matcher.group(2)) {
                    case "ms" -> "millisecond";
                    case "s" -> "second";
                    case "m" -> "minute";
                    case "h" -> "hour";
                    case "d" -> "day";
                    default -> "cycle";
                };
        return " over " + length + " " + what + (length.equals("1") ? "" : "s");
    }

    /** Three significant digits at least, no more than are read. */
    private static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
