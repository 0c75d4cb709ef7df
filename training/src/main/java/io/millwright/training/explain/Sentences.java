package io.millwright.training.explain;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain words for a feature's value: {@code bearing temperature 14.2 C above this machine's normal of 61.0 C over 3 days}. No sentence
 * has a semicolon, which separates reasons.
 *
 * @param label of each sensor, as the pipeline file words it
 * @param unit of each sensor; {@code standard deviations} where readings are normalised by regime before anything else
 * @param windows in which a machine's own normal of vibration may be found, where the feature's window has none
 */
public record Sentences(Map<String, String> label, Map<String, String> unit, List<String> windows) {

    private static final String MEAN = "mean";
    private static final String DELTA = "baseline_delta";
    private static final String BURST_RMS = "burst_rms";
    private static final String LATEST = "latest";
    /** The unit of a pure number, where somebody wrote one. */
    private static final String PURE = "1";

    private static final Pattern WINDOW = Pattern.compile("(\\d+)(ms|[smhdc])");
    private static final Pattern HOURS_SINCE = Pattern.compile("hours_since_(.+)");
    private static final Pattern AGE = Pattern.compile("age_(.+)");
    /** What a machine is is no reason a technician could act on. */
    private static final Pattern IDENTITY = Pattern.compile("(type|model|site)_.+");

    /** A feature of several sensors: its name, then its window where it has one, then its statistic. */
    private static final Pattern RELATION = Pattern.compile("(.+?)__(?:(\\d+[a-z]+)__)?[^_].*");

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
        windows = List.copyOf(windows);
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
        return new Sentences(label, unit, Span.shortNames(config.features().windows(), config.timeAxis()));
    }

    /** Empty where the row holds nothing to tell of. */
    Optional<String> of(Feature feature, Values values) {
        return feature.sensor().isEmpty() ? context(feature, values) : sensor(feature, values);
    }

    private Optional<String> sensor(Feature feature, Values values) {
        String name = label.getOrDefault(feature.sensor(), feature.sensor().replace('_', ' '));
        boolean ofBurst = feature.statistic().startsWith("burst_");
        String what = ofBurst ? "RMS" : MEAN;
        Optional<String> level = level(feature, values, ofBurst);
        double value = values.of(feature.name());
        if (level.isPresent() && (LEVELS.contains(feature.statistic()) || Double.isNaN(value))) {
            return level.map(words -> name + (ofBurst ? ": RMS " : " ") + words);
        }
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        String own = name + ": " + told(feature, value);
        return Optional.of(level.map(words -> own + ", " + what + " " + words).orElse(own + over(feature.window())));
    }

    /** The statistic in words with its value; what the words say in brackets comes behind it. */
    private static String told(Feature feature, double value) {
        String words = StatisticWords.of(feature.statistic()).orElseGet(() -> words(feature.statistic()));
        int bracket = words.indexOf(" (");
        String unit = feature.statistic().equals("count") ? "" : withSpace(feature.unit());
        return (bracket < 0 ? words : words.substring(0, bracket)) + " " + number(value) + unit
                + (bracket < 0 ? "" : words.substring(bracket));
    }

    private Optional<String> level(Feature feature, Values values, boolean ofBurst) {
        String sensorUnit = unit.getOrDefault(feature.sensor(), feature.unit());
        double mean = values.of(feature.sibling(ofBurst ? BURST_RMS : MEAN));
        double delta = values.of(feature.sibling(ofBurst ? BURST_RMS + "_" + DELTA : DELTA));
        return level(
                mean,
                ofBurst && Double.isNaN(delta) ? mean - normal(feature, values) : delta,
                sensorUnit,
                feature.window());
    }

    /** Of vibration, as the mean of any window and its distance from it say; NaN where none does. */
    private double normal(Feature feature, Values values) {
        return windows.stream()
                .map(window -> new Feature(
                        feature.sensor() + "__" + window + "__" + BURST_RMS, "", feature.sensor(), BURST_RMS, ""))
                .mapToDouble(rms -> values.of(rms.name()) - values.of(rms.sibling(BURST_RMS + "_" + DELTA)))
                .filter(normal -> !Double.isNaN(normal))
                .findFirst()
                .orElse(Double.NaN);
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
        Matcher relation = RELATION.matcher(bare);
        if (relation.matches() && StatisticWords.of(feature.statistic()).isPresent()) {
            String window = relation.group(2) == null ? "" : relation.group(2);
            return Optional.of(words(relation.group(1)) + ": " + told(feature, value) + over(window));
        }
        return Optional.of(words(bare) + " " + number(value) + withSpace(feature.unit()));
    }

    private static String timeSince(double hours) {
        return hours >= 96 ? number(hours / 24) + " days" : number(hours) + " hours";
    }

    private static String words(String name) {
        return name.replace("__", " ").replace('_', ' ');
    }

    private static String withSpace(String text) {
        return text.isEmpty() || text.equals(PURE) ? "" : " " + text;
    }

    private static String over(String window) {
        if (window.equals(LATEST)) {
            return " in the latest burst";
        }
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
