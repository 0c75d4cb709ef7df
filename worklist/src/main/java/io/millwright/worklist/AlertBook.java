package io.millwright.worklist;

import io.millwright.lake.config.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns today's probabilities into alerts that remember yesterday's, so that nobody is told the same thing as news twice.
 *
 * <p>{@code last list + predictions at or above the threshold -> new, ongoing, worsened; those of the last list below it -> cleared}.
 * An alert that comes back within the cool-down of being raised is the same alert.
 */
final class AlertBook {

    private static final double WORSE_BY = 0.15;

    private final Map<Part, AlertState> last = new TreeMap<>();
    private final Instant asOf;
    private final Duration coolDown;
    private final Set<String> silent;

    /** An alert of this list, whatever the orders say. */
    record Alert(Prediction prediction, Severity severity, Status status, Instant raisedAt) {}

    /**
     * Only the newest list before {@code asOf} counts, so that a list made again comes out the same.
     *
     * @param silent machines of which nothing is foretold now
     */
    AlertBook(Collection<AlertState> history, Instant asOf, Duration coolDown, Set<String> silent) {
        this.silent = Set.copyOf(silent);
        this.asOf = asOf;
        this.coolDown = coolDown;
        Optional<Instant> newest = history.stream()
                .map(AlertState::listedAt)
                .filter(listedAt -> listedAt.isBefore(asOf))
                .max(Instant::compareTo);
        history.stream()
                .filter(state -> newest.filter(state.listedAt()::equals).isPresent())
                .forEach(state -> last.put(state.part(), state));
    }

    Alert alert(Prediction prediction, Severity severity) {
        AlertState before = last.get(prediction.part());
        if (before == null || (before.status() == Status.CLEARED && !coolingDown(before))) {
            return new Alert(prediction, severity, Status.NEW, asOf);
        }
        boolean worse = severity.compareTo(before.severity()) > 0 || prediction.pFail() >= before.pFail() + WORSE_BY;
        return new Alert(prediction, severity, worse ? Status.WORSENED : Status.ONGOING, before.raisedAt());
    }

    /** Alerts of the last list that stood then and are not among these now. */
    List<AlertState> cleared(Collection<Alert> now) {
        Map<Part, AlertState> gone = new TreeMap<>(last);
        now.forEach(alert -> gone.remove(alert.prediction().part()));
        return gone.values().stream()
                .filter(state -> state.status() != Status.CLEARED && !silent.contains(state.equipmentId()))
                .toList();
    }

    /** The alert that stood when the machine fell silent, the earliest of several. */
    Optional<AlertState> standing(String silentMachine) {
        return last.values().stream()
                .filter(state -> state.equipmentId().equals(silentMachine) && state.status() != Status.CLEARED)
                .min(Comparator.comparing(AlertState::raisedAt));
    }

    /** What the next list must know: alerts as they stand, those cleared now, and earlier ones until they have cooled down. */
    List<AlertState> states(Collection<WorklistRow> listed, Collection<Alert> now) {
        Map<Part, AlertState> states = new TreeMap<>();
        last.values().stream()
                .filter(state -> state.status() != Status.CLEARED || coolingDown(state))
                .forEach(state -> states.put(state.part(), relisted(state, withoutAlert(state))));
        now.forEach(alert -> states.put(alert.prediction().part(), state(alert)));
        listed.stream()
                .filter(row -> row.status() == Status.ALREADY_PLANNED)
                .map(row -> new Part(row.equipmentId(), row.component()))
                .forEach(part ->
                        states.computeIfPresent(part, (same, state) -> relisted(state, Status.ALREADY_PLANNED)));
        return new ArrayList<>(states.values());
    }

    /** An alert of a machine that fell silent stands until readings say otherwise. */
    private Status withoutAlert(AlertState state) {
        return state.status() != Status.CLEARED && silent.contains(state.equipmentId())
                ? Status.NO_READINGS
                : Status.CLEARED;
    }

    private boolean coolingDown(AlertState state) {
        return asOf.isBefore(state.raisedAt().plus(coolDown));
    }

    private AlertState state(Alert alert) {
        Prediction p = alert.prediction();
        return new AlertState(
                p.site(),
                p.equipmentId(),
                p.component(),
                asOf,
                alert.raisedAt(),
                alert.status(),
                alert.severity(),
                p.pFail());
    }

    private AlertState relisted(AlertState state, Status status) {
        return new AlertState(
                state.site(),
                state.equipmentId(),
                state.component(),
                asOf,
                state.raisedAt(),
                status,
                state.severity(),
                state.pFail());
    }
}
