package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.FailureEvent;
import io.millwright.evaluation.event.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one machine is, and what happened to it.
 *
 * @param observed first to last moment something was known about it
 * @param failures by time, one per instant and component
 * @param preventiveReplacements when parts were replaced before they failed
 * @param repairs when work after a failure was finished
 */
record MachineHistory(
        String equipmentId,
        MachineFacts facts,
        TimeWindow observed,
        List<FailureEvent> failures,
        List<Instant> preventiveReplacements,
        List<Instant> repairs) {

    MachineHistory {
        failures = List.copyOf(failures);
        preventiveReplacements = List.copyOf(preventiveReplacements);
        repairs = List.copyOf(repairs);
    }

    /** What of it can be judged inside a window, everything that is known included. */
    Optional<Timeline> within(TimeWindow window) {
        return clipped(window).map(observed -> Timeline.of(equipmentId, observed)
                .withFailures(failures)
                .withPreventiveReplacements(preventiveReplacements)
                .withRepairs(repairs));
    }

    /** The same as it was known when the window ended: nothing later is in it. */
    Optional<Timeline> asKnownAtEndOf(TimeWindow window) {
        Instant end = window.to();
        return clipped(window).map(observed -> Timeline.of(equipmentId, observed)
                .withFailures(failures.stream()
                        .filter(failure -> failure.at().isBefore(end))
                        .toList())
                .withPreventiveReplacements(before(preventiveReplacements, end))
                .withRepairs(before(repairs, end)));
    }

    /** The same without anything that happened from a moment on, though watched as long. */
    MachineHistory before(Instant end) {
        return new MachineHistory(
                equipmentId,
                facts,
                observed,
                failures.stream().filter(failure -> failure.at().isBefore(end)).toList(),
                before(preventiveReplacements, end),
                before(repairs, end));
    }

    private Optional<TimeWindow> clipped(TimeWindow window) {
        Instant from = later(observed.from(), window.from());
        Instant to = earlier(observed.to(), window.to());
        return from.isBefore(to) ? Optional.of(new TimeWindow(from, to)) : Optional.empty();
    }

    private static List<Instant> before(List<Instant> instants, Instant end) {
        return instants.stream().filter(instant -> instant.isBefore(end)).toList();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
