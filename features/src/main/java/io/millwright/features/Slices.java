package io.millwright.features;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * The slices of {@code as_of} a long run is cut into, so that each is committed by itself and an interrupted run goes on
 * where it stopped. Slices are {@code (after, to]} and follow each other without a gap.
 */
final class Slices {

    /** Numbers in a slice at most, about: what a small machine can hold twice. */
    static final long MOST_NUMBERS = 40_000_000;

    static final long DAY_MS = 86_400_000;

    private Slices() {}

    /** One slice {@code (afterMs, toMs]}. */
    record Slice(long afterMs, long toMs) implements java.io.Serializable {

        String predicate(String column) {
            return column + " > " + Sql.timestamp(afterMs) + " AND " + column + " <= " + Sql.timestamp(toMs);
        }

        /** Over the UTC dates of moments: those of the days the slice begins and ends on are in it. */
        Column dates(String column) {
            return functions.col(column).between(functions.lit(day(afterMs + 1)), functions.lit(day(toMs)));
        }

        private static LocalDate day(long ms) {
            return LocalDate.ofEpochDay(Math.floorDiv(ms, DAY_MS));
        }

        /** What stretches by machine, ascending, have in common with the slice; without machines that have nothing. */
        Map<String, List<Slice>> of(Map<String, List<Slice>> stretches) {
            Map<String, List<Slice>> within = new TreeMap<>();
            stretches.forEach((machine, of) -> {
                List<Slice> parts = of.stream()
                        .map(each -> new Slice(Math.max(each.afterMs, afterMs), Math.min(each.toMs, toMs)))
                        .filter(each -> each.afterMs < each.toMs)
                        .toList();
                if (!parts.isEmpty()) {
                    within.put(machine, parts);
                }
            });
            return within;
        }

        /** Of pieces {@code (after, to]} that have a moment in common with the slice. */
        String overlap(String after, String to) {
            return to + " > " + Sql.timestamp(afterMs) + " AND " + after + " < " + Sql.timestamp(toMs);
        }
    }

    /**
     * Cuts {@code (afterMs, toMs]}.
     *
     * @param everyMs distance of rows
     * @param numbersPerStep columns times machines
     * @param mostNumbers in a slice; a single step may have more
     */
    static List<Slice> cut(long afterMs, long toMs, long everyMs, long numbersPerStep, long mostNumbers) {
        long steps = Math.max(1, mostNumbers / Math.max(1, numbersPerStep));
        List<Slice> slices = new ArrayList<>();
        for (long from = afterMs; from < toMs; from += steps * everyMs) {
            slices.add(new Slice(from, Math.min(toMs, from + steps * everyMs)));
        }
        return slices;
    }

    /** The same moments in stretches that are apart from each other, ascending. */
    static List<Slice> merged(List<Slice> slices) {
        List<Slice> merged = new ArrayList<>();
        slices.stream().sorted(Comparator.comparingLong(Slice::afterMs)).forEach(slice -> {
            int last = merged.size() - 1;
            if (last >= 0 && slice.afterMs() <= merged.get(last).toMs()) {
                Slice before = merged.get(last);
                merged.set(last, new Slice(before.afterMs(), Math.max(before.toMs(), slice.toMs())));
            } else {
                merged.add(slice);
            }
        });
        return merged;
    }
}
