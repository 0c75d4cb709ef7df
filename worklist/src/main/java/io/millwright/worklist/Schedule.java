package io.millwright.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The operating schedule as known at {@code as_of}: where a machine can be stopped most cheaply. */
final class Schedule {

    private static final Duration DAY = Duration.ofDays(1);

    private final List<LoadWindow> windows;
    private final Instant asOf;

    /** When to start, and the mean planned load while the work lasts; NaN where the schedule says nothing. */
    record Slot(Instant start, Instant end, double load) {}

    Schedule(Collection<LoadWindow> windows, Instant asOf) {
        this.windows = windows.stream()
                .filter(window -> !window.knownAt().isAfter(asOf))
                .toList();
        this.asOf = asOf;
    }

    /** Possible slots that start in [earliest, latest], the lowest load first, of equals the soonest. */
    List<Slot> slots(String site, String equipmentId, Instant earliest, Instant latest, Duration work) {
        List<LoadWindow> relevant = relevant(site, equipmentId);
        List<Slot> slots = new ArrayList<>();
        for (Instant start : starts(relevant, earliest, latest)) {
            slots.add(new Slot(start, start.plus(work), load(relevant, start, start.plus(work))));
        }
        slots.sort(Comparator.comparingDouble((Slot slot) -> Double.isNaN(slot.load()) ? 1 : slot.load())
                .thenComparing(Slot::start));
        return slots;
    }

    /** The machine's own plan where there is one, else its site's. */
    private List<LoadWindow> relevant(String site, String equipmentId) {
        List<LoadWindow> own = windows.stream()
                .filter(window -> window.equipmentId().equals(equipmentId))
                .toList();
        return !own.isEmpty()
                ? own
                : windows.stream()
                        .filter(window ->
                                window.equipmentId().isEmpty() && window.site().equals(site))
                        .toList();
    }

    /** At once, at every change of load, and at every new crew day. */
    private Set<Instant> starts(List<LoadWindow> relevant, Instant earliest, Instant latest) {
        Set<Instant> starts = new TreeSet<>(List.of(earliest));
        for (Instant day = asOf; !day.isAfter(latest); day = day.plus(DAY)) {
            starts.add(day);
        }
        relevant.forEach(window -> starts.add(window.window().from()));
        starts.removeIf(start -> start.isBefore(earliest) || start.isAfter(latest));
        return starts;
    }

    private static double load(List<LoadWindow> relevant, Instant from, Instant to) {
        double weighted = 0;
        double covered = 0;
        for (LoadWindow window : relevant) {
            Instant start =
                    window.window().from().isAfter(from) ? window.window().from() : from;
            Instant end = window.window().to().isBefore(to) ? window.window().to() : to;
            double seconds = Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
            weighted += seconds * window.load();
            covered += seconds;
        }
        return covered == 0 ? Double.NaN : weighted / covered;
    }
}
