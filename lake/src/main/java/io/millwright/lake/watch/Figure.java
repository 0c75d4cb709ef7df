package io.millwright.lake.watch;

import java.util.Map;
import java.util.TreeMap;

/**
 * One number of a run.
 *
 * @param name in the words of {@code metrics.json}, for example {@code rows_quarantined}
 * @param value finite; a figure that is not defined is not published
 * @param dimensions what it belongs to, few and with few values, for example the job or the target
 */
public record Figure(String name, double value, Unit unit, Map<String, String> dimensions) {

    /** What a value counts. */
    public enum Unit {
        COUNT,
        SECONDS,
        /** A share, a score, money: a number without a unit of its own. */
        NONE
    }

    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a published figure must be finite, got " + name + " " + value);
        }
        dimensions = new TreeMap<>(dimensions);
    }

    public static Figure count(String name, long value) {
        return new Figure(name, value, Unit.COUNT, Map.of());
    }

    public static Figure seconds(String name, double value) {
        return new Figure(name, value, Unit.SECONDS, Map.of());
    }

    public static Figure number(String name, double value) {
        return new Figure(name, value, Unit.NONE, Map.of());
    }

    /** The same figure of one part, for example of one target. */
    public Figure of(String dimension, String part) {
        Map<String, String> more = new TreeMap<>(dimensions);
        more.put(dimension, part);
        return new Figure(name, value, unit, more);
    }
}
