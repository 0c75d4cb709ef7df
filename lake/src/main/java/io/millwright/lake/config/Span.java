package io.millwright.lake.config;

import io.millwright.lake.MillwrightException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lengths of time as people write them: {@code 90s}, {@code 5m}, {@code 24h}, {@code 7d}, ISO 8601 ({@code PT1H}), or
 * {@code 5 cycles}. A cycle is kept as one hour, so that a cycle counter is a time axis like any other.
 */
public final class Span {

    /** What one cycle is inside: a convention of storage, printed back as cycles. */
    public static final Duration CYCLE = Duration.ofHours(1);

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d|cycles?)");

    private Span() {}

    /** Parses a span; fails with a configuration error that says what would be right. */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> CYCLE.multipliedBy(amount);
            };
        }
        try {
            return Duration.parse(text.strip());
        } catch (java.time.format.DateTimeParseException e) {
            throw MillwrightException.configuration(
                    "'" + text
                            + "' is not a length of time; write for example 5m, 24h, 7d, PT1H or, on a cycle counter, 5 cycles");
        }
    }

    /** The same of a length on an axis; one of cycles is none of the clock, and the other way round, but for no time at all. */
    static Duration parse(String text, TimeAxis axis) {
        Duration span = parse(text);
        boolean counts = text.toLowerCase(Locale.ROOT).contains("cycle");
        if (counts && axis == TimeAxis.CLOCK) {
            throw MillwrightException.configuration("'" + text + "' counts cycles, and landing.axis is clock; write for"
                    + " example 5h, or give landing.axis: cycles");
        }
        if (!counts && axis == TimeAxis.CYCLES && !span.isZero()) {
            throw MillwrightException.configuration(
                    "'" + text + "' is a length of the clock, and landing.axis is cycles; write for example 5 cycles");
        }
        return span;
    }

    /** The short forms of several, in a list that serialises. */
    public static List<String> shortNames(List<Duration> spans, TimeAxis axis) {
        return spans.stream().map(span -> shortName(span, axis)).collect(Collectors.toList());
    }

    /** Short form for names of features and files: {@code 24h}, {@code 7d}, {@code 5c} on a cycle axis. */
    public static String shortName(Duration span, TimeAxis axis) {
        if (axis.countsCycles() && span.toMillis() % CYCLE.toMillis() == 0) {
            return span.toHours() + "c";
        }
        if (span.toMillis() % 1_000 != 0) {
            return span.toMillis() + "ms";
        }
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return span.toDays() + "d";
        }
        if (seconds % 3_600 == 0) {
            return span.toHours() + "h";
        }
        if (seconds % 60 == 0) {
            return span.toMinutes() + "m";
        }
        return seconds + "s";
    }
}
