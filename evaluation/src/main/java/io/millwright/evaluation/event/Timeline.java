package io.millwright.evaluation.event;

import io.millwright.evaluation.TimeWindow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What happened to one subject while it was watched. The subject raises the alerts: a machine, or one of its components.
 *
 * @param subject unique among timelines
 * @param machine the machine the subject is or belongs to
 * @param observed when scores and failures were watched; alerts and events outside it do not count
 * @param failures by time, one per instant; also those outside {@code observed} whose repair window or zone may reach into it
 * @param preventiveReplacements replacements before failure of anything the subject's alerts speak about; they end what can be known
 *     about an alert raised up to H before
 * @param repairs ends or starts of repair work after failures; each opens a repair window, as failures do
 * @param excused windows in which an alert is neither right nor wrong, for example a true fault that was repaired in time
 */
public record Timeline(
        String subject,
        String machine,
        TimeWindow observed,
        List<FailureEvent> failures,
        List<Instant> preventiveReplacements,
        List<Instant> repairs,
        List<TimeWindow> excused) {

    public Timeline {
        failures = onePerInstant(failures);
        preventiveReplacements =
                preventiveReplacements.stream().sorted().distinct().toList();
        repairs = repairs.stream().sorted().distinct().toList();
        excused = List.copyOf(excused);
    }

    /** A machine to which nothing happened. */
    public static Timeline of(String machine, TimeWindow observed) {
        return of(machine, machine, observed);
    }

    /** A subject of a machine to which nothing happened. */
    public static Timeline of(String subject, String machine, TimeWindow observed) {
        return new Timeline(subject, machine, observed, List.of(), List.of(), List.of(), List.of());
    }

    public Timeline withFailures(Collection<FailureEvent> these) {
        return new Timeline(subject, machine, observed, List.copyOf(these), preventiveReplacements, repairs, excused);
    }

    public Timeline withPreventiveReplacements(Collection<Instant> these) {
        return new Timeline(subject, machine, observed, failures, List.copyOf(these), repairs, excused);
    }

    public Timeline withRepairs(Collection<Instant> these) {
        return new Timeline(subject, machine, observed, failures, preventiveReplacements, List.copyOf(these), excused);
    }

    public Timeline withExcused(Collection<TimeWindow> these) {
        return new Timeline(subject, machine, observed, failures, preventiveReplacements, repairs, List.copyOf(these));
    }

    private static List<FailureEvent> onePerInstant(Collection<FailureEvent> failures) {
        TreeMap<Instant, FailureEvent> byInstant = new TreeMap<>();
        failures.forEach(failure -> byInstant.merge(failure.at(), failure, FailureEvent::mergedWith));
        return List.copyOf(byInstant.values());
    }
}
