package io.millwright.features.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The text row of one machine at one moment: how many notes in each window, and hours since the last one, of all notes, of urgent
 * ones, and of those that speak of each failure mode, component and action. NaN where there never was such a note; a count is then 0.
 * Of an order written more than once the newest version that counts at that moment is read, so that no note counts twice.
 *
 * <p>{@code [WrittenNote] -> versions of an order -> [Reading, counting over [from, until)] -> row}
 */
public final class TextFeatures {

    private static final double MS_PER_HOUR = 3_600_000.0;

    private final TextPlan plan;
    private final List<Reading> readings = new ArrayList<>();

    /** What a version of an order says, for as long as none replaces it. */
    private record Reading(long timeMs, long fromMs, long untilMs, ReadNote note) {
        boolean countsAt(long asOfMs) {
            return fromMs <= asOfMs && asOfMs < untilMs;
        }
    }

    /** @param notes of one machine, in any order; blank ones are none */
    public TextFeatures(TextPlan plan, NoteReader reader, List<WrittenNote> notes) {
        this.plan = plan;
        Map<String, List<WrittenNote>> orders = notes.stream()
                .filter(note -> !note.text().isBlank())
                .collect(Collectors.groupingBy(WrittenNote::orderId, TreeMap::new, Collectors.toList()));
        orders.values().forEach(versions -> addReadings(versions, reader));
    }

    private void addReadings(List<WrittenNote> versions, NoteReader reader) {
        List<WrittenNote> newestFirst =
                versions.stream().sorted(WrittenNote.VERSIONS.reversed()).toList();
        long untilMs = Long.MAX_VALUE;
        for (WrittenNote version : newestFirst) {
            long fromMs = version.countsFromMs();
            if (fromMs < untilMs) {
                readings.add(new Reading(version.timeMs(), fromMs, untilMs, reader.read(version.text())));
                untilMs = fromMs;
            }
        }
    }

    /** The row, in the order of the catalogue. */
    public double[] row(long asOfMs) {
        List<Reading> counting =
                readings.stream().filter(reading -> reading.countsAt(asOfMs)).toList();
        List<Double> row = new ArrayList<>();
        add(row, asOfMs, counting, note -> true);
        add(row, asOfMs, counting, ReadNote::urgent);
        for (String mode : plan.modes()) {
            add(row, asOfMs, counting, note -> note.modes().contains(mode));
        }
        for (String component : plan.components()) {
            add(row, asOfMs, counting, note -> note.components().contains(component));
        }
        for (String action : plan.actions()) {
            add(row, asOfMs, counting, note -> note.actions().contains(action));
        }
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void add(List<Double> row, long asOfMs, List<Reading> counting, Predicate<ReadNote> which) {
        List<Reading> chosen =
                counting.stream().filter(reading -> which.test(reading.note())).toList();
        for (long window : plan.windowsMs()) {
            row.add((double) chosen.stream()
                    .filter(reading -> reading.timeMs() >= asOfMs - window)
                    .count());
        }
        row.add(chosen.stream().mapToLong(Reading::timeMs).max().stream()
                .mapToDouble(last -> (asOfMs - last) / MS_PER_HOUR)
                .findAny()
                .orElse(Double.NaN));
    }
}
