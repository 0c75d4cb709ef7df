package io.millwright.evaluation.event;

import io.millwright.evaluation.Horizon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The event specification sentence by sentence for one subject, every question answered by a loop over everything. */
final class NaiveEvents {

    private static final Duration MILLI = Duration.ofMillis(1);

    private final Timeline timeline;
    private final EventRules rules;
    private final TreeMap<Instant, Double> scores;

    NaiveEvents(Timeline timeline, EventRules rules, TreeMap<Instant, Double> scores) {
        this.timeline = timeline;
        this.rules = rules;
        this.scores = scores;
    }

    List<Instant> episodes(double threshold) {
        List<Instant> starts = new ArrayList<>();
        for (Instant at : scores.keySet()) {
            boolean cool = starts.isEmpty()
                    || !at.isBefore(starts.get(starts.size() - 1).plus(rules.coolDown()))
                    || forgotten(starts.get(starts.size() - 1), at);
            if (scores.get(at) >= threshold && counts(at) && cool) {
                starts.add(at);
            }
        }
        return starts;
    }

    Outcome outcome(Instant at) {
        if (events().stream().anyMatch(event -> inZone(event, at))) {
            return Outcome.HIT;
        }
        if (timeline.failures().stream().anyMatch(event -> afterZone(event, at))) {
            return Outcome.LATE;
        }
        Instant through = at.plus(horizon().horizon());
        boolean watched = !through.isAfter(timeline.observed().to());
        boolean replaced = timeline.preventiveReplacements().stream()
                .anyMatch(replacement -> !replacement.isBefore(at) && !replacement.isAfter(through));
        boolean foretellsUnwatchedFailure = timeline.failures().stream().anyMatch(event -> inZone(event, at));
        boolean excused = timeline.excused().stream().anyMatch(window -> window.contains(at));
        return watched && !replaced && !foretellsUnwatchedFailure && !excused
                ? Outcome.FALSE_ALARM
                : Outcome.UNDETERMINED;
    }

    List<FailureEvent> events() {
        return timeline.failures().stream()
                .filter(event -> timeline.observed().contains(event.at())
                        && !zoneEnd(event).isBefore(timeline.observed().from()))
                .toList();
    }

    double leadHours(FailureEvent event, double threshold) {
        return episodes(threshold).stream()
                .filter(start -> inZone(event, start))
                .findFirst()
                .map(start -> Duration.between(start, event.at()).toMillis() / 3_600_000.0)
                .orElse(0.0);
    }

    long exposedHours() {
        long hours = 0;
        for (Instant at = timeline.observed().from();
                at.isBefore(timeline.observed().to());
                at = at.plus(Duration.ofHours(1))) {
            Instant middle = at.plus(Duration.ofMinutes(30));
            hours += inRepair(middle) ? 0 : 1;
        }
        return hours;
    }

    long healthyRowsInAlert(double threshold) {
        return scores.keySet().stream()
                .filter(at -> counts(at) && outcome(at) == Outcome.FALSE_ALARM)
                .filter(at -> scores.get(at) >= threshold || stands(at, threshold))
                .count();
    }

    long healthyRows() {
        return scores.keySet().stream()
                .filter(at -> counts(at) && outcome(at) == Outcome.FALSE_ALARM)
                .count();
    }

    private boolean stands(Instant at, double threshold) {
        return episodes(threshold).stream()
                .filter(start -> !start.isAfter(at) && at.isBefore(start.plus(rules.coolDown())))
                .anyMatch(start -> timeline.failures().stream()
                        .noneMatch(event ->
                                event.at().isAfter(start) && !event.at().isAfter(at)));
    }

    private boolean counts(Instant at) {
        return timeline.observed().contains(at) && !inRepair(at);
    }

    private boolean inRepair(Instant at) {
        List<Instant> starts = new ArrayList<>(timeline.repairs());
        timeline.failures().forEach(event -> starts.add(event.at()));
        return starts.stream().anyMatch(start -> at.isAfter(start) && !at.isAfter(start.plus(rules.repairWindow())));
    }

    /** The cool-down is forgotten where a zone was entered after the last episode. */
    private boolean forgotten(Instant lastStart, Instant at) {
        return rules.carry() == EventRules.Carry.FORGOTTEN_AT_ZONE_START
                && events().stream().anyMatch(event -> inZone(event, at) && !inZone(event, lastStart));
    }

    private boolean inZone(FailureEvent event, Instant at) {
        return at.isAfter(zoneStart(event)) && !at.isAfter(zoneEnd(event));
    }

    private boolean afterZone(FailureEvent event, Instant at) {
        return at.isAfter(zoneStart(event)) && at.isAfter(zoneEnd(event)) && !at.isAfter(event.at());
    }

    private Instant zoneStart(FailureEvent event) {
        Instant onset = event.onset();
        return onset != null ? onset : event.at().minus(horizon().horizon());
    }

    private Instant zoneEnd(FailureEvent event) {
        Instant byLead = event.at().minus(horizon().minimumLead());
        return byLead.isBefore(event.at()) ? byLead : event.at().minus(MILLI);
    }

    private Horizon horizon() {
        return rules.horizon();
    }
}
