package io.millwright.training.knowledge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the log says of damage and of repairs, and what people found. */
public final class History {

    private final Naming naming;
    private final List<Incident> incidents;
    private final Map<String, List<Incident>> incidentsOf = new HashMap<>();
    private final Map<String, List<Repair>> repairsOf = new HashMap<>();

    /**
     * How findings name failures.
     *
     * @param repairWindow a finding up to this after a failure is of that failure
     * @param correctsLog a finding goes before what the log says failed; else it says so only where the log does not
     */
    public record Naming(Duration repairWindow, boolean correctsLog) {}

    /** Of which the log has the last word, and only findings before a failure are of it. */
    public History(List<Incident> incidents, List<Repair> repairs) {
        this(incidents, repairs, new Naming(Duration.ZERO, false));
    }

    public History(List<Incident> incidents, List<Repair> repairs, Naming naming) {
        this.naming = naming;
        this.incidents = incidents.stream().sorted(Incident.IN_TIME).toList();
        this.incidents.forEach(incident -> incidentsOf
                .computeIfAbsent(incident.equipmentId(), any -> new ArrayList<>())
                .add(incident));
        repairs.stream()
                .sorted(Comparator.comparing(Repair::finishedAt).thenComparing(Repair::what))
                .forEach(repair -> repairsOf
                        .computeIfAbsent(repair.equipmentId(), any -> new ArrayList<>())
                        .add(repair));
    }

    /** The newest failures there are, oldest first, whenever they became known. */
    public List<Incident> newestFailures(int atMost) {
        List<Incident> failures = incidents.stream()
                .filter(incident -> incident.source() == Incident.Source.FAILURE && incident.isNamed())
                .toList();
        return newest(failures, atMost);
    }

    /** The last of a list that is in time order. */
    private static List<Incident> newest(List<Incident> inTime, int atMost) {
        return inTime.subList(Math.max(0, inTime.size() - atMost), inTime.size());
    }

    /** The newest named ones that are {@link #asKnown known by then}, oldest first. */
    public List<Incident> knownBy(Instant asOf, Duration horizon, int atMost) {
        return newest(
                asKnown(asOf, horizon).incidents.stream()
                        .filter(Incident::isNamed)
                        .toList(),
                atMost);
    }

    /**
     * The history as it was known by then. A finding that a failure of the machine followed within a horizon, or made while a failure was
     * repaired, was of that failure: it is left out, and the failure has from it the component and mode that the log does not say, and what was
     * done.
     */
    public History asKnown(Instant asOf, Duration horizon) {
        List<Incident> known =
                incidents.stream().filter(incident -> incident.isKnown(asOf)).toList();
        List<Repair> done = repairsOf.values().stream()
                .flatMap(List::stream)
                .filter(repair -> !repair.knownAt().isAfter(asOf))
                .toList();
        History until = new History(known, done, naming);
        return new History(
                known.stream()
                        .filter(incident -> until.failuresOf(incident, horizon).isEmpty())
                        .map(incident -> until.named(incident, horizon))
                        .toList(),
                done,
                naming);
    }

    /** The failures a finding is of, several where they are of one instant: those being repaired, else the next within the horizon. */
    private List<Incident> failuresOf(Incident finding, Duration horizon) {
        if (finding.source() == Incident.Source.FAILURE) {
            return List.of();
        }
        List<Incident> failures = of(finding).stream()
                .filter(other -> other.source() == Incident.Source.FAILURE)
                .toList();
        Optional<Instant> repaired = failures.stream()
                .map(Incident::at)
                .filter(at -> !at.isAfter(finding.at())
                        && !finding.at()
                                .isAfter(repairedAt(at, finding.equipmentId(), failures)
                                        .plus(naming.repairWindow())))
                .reduce((earlier, later) -> later);
        Optional<Instant> next = failures.stream()
                .map(Incident::at)
                .filter(at ->
                        at.isAfter(finding.at()) && at.isBefore(finding.at().plus(horizon)))
                .findFirst();
        return repaired.or(() -> next)
                .map(at -> failures.stream()
                        .filter(failure -> failure.at().equals(at))
                        .toList())
                .orElse(List.of());
    }

    private Incident named(Incident failure, Duration horizon) {
        String component = "";
        String mode = "";
        String action = failure.action();
        Instant knownAt = failure.knownAt();
        for (Incident finding : of(failure).stream().sorted(Incident.WRITTEN).toList()) {
            if (failuresOf(finding, horizon).contains(failure)
                    && (naming.correctsLog() || !failure.isContradicted(finding))) {
                component = said(component, finding.component(), true);
                mode = said(mode, finding.mode(), true);
                action = said(action, finding.action(), true);
                knownAt = knownAt.isBefore(finding.knownAt()) ? finding.knownAt() : knownAt;
            }
        }
        return new Incident(
                failure.equipmentId(),
                said(failure.component(), component, naming.correctsLog()),
                said(failure.mode(), mode, naming.correctsLog()),
                failure.at(),
                knownAt,
                failure.source(),
                action);
    }

    private static String said(String before, String now, boolean corrects) {
        return now.isEmpty() || (!before.isEmpty() && !corrects) ? before : now;
    }

    /** When the first work after it was finished, before it failed again; the failure itself where none is on record. */
    private Instant repairedAt(Instant failedAt, String equipmentId, List<Incident> failures) {
        Instant again = failures.stream()
                .map(Incident::at)
                .filter(at -> at.isAfter(failedAt))
                .findFirst()
                .orElse(Instant.MAX);
        return repairsOf.getOrDefault(equipmentId, List.of()).stream()
                .map(Repair::finishedAt)
                .filter(at -> !at.isBefore(failedAt) && at.isBefore(again))
                .findFirst()
                .orElse(failedAt);
    }

    /**
     * What was done about it, as far as it is known by then: what the finder says, else the first order finished after it on what was
     * damaged, before anything else happened to the machine. Empty text where nothing is on record.
     */
    public String action(Incident incident, Instant asOf) {
        if (!incident.action().isEmpty()) {
            return incident.action();
        }
        Instant next = of(incident).stream()
                .filter(other -> other.isKnown(asOf) && other.at().isAfter(incident.at()))
                .map(Incident::at)
                .findFirst()
                .orElse(asOf);
        return repairsOf.getOrDefault(incident.equipmentId(), List.of()).stream()
                .filter(repair -> !repair.knownAt().isAfter(asOf)
                        && !repair.finishedAt().isBefore(incident.at())
                        && !repair.finishedAt().isAfter(next)
                        && concerns(repair, incident))
                .findFirst()
                .map(Repair::what)
                .orElse("");
    }

    private static boolean concerns(Repair repair, Incident incident) {
        return repair.component().isEmpty()
                || incident.component().isEmpty()
                || incident.component().equals(repair.component());
    }

    /** When the machine failed of the same again, as far as that is known by then. */
    public Optional<Instant> again(Incident incident, Instant asOf) {
        return of(incident).stream()
                .filter(other -> other.source() == Incident.Source.FAILURE
                        && other.isKnown(asOf)
                        && other.at().isAfter(incident.at())
                        && other.what().equals(incident.what()))
                .map(Incident::at)
                .findFirst();
    }

    private List<Incident> of(Incident incident) {
        return incidentsOf.getOrDefault(incident.equipmentId(), List.of());
    }
}
