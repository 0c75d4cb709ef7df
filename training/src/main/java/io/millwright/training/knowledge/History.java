package io.millwright.training.knowledge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the log says of damage and of repairs. */
public final class History {

    private final List<Incident> incidents;
    private final Map<String, List<Incident>> incidentsOf = new HashMap<>();
    private final Map<String, List<Repair>> repairsOf = new HashMap<>();

    public History(List<Incident> incidents, List<Repair> repairs) {
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
                .filter(incident -> incident.source() == Incident.Source.FAILURE)
                .toList();
        return newest(failures, atMost);
    }

    /** The last of a list that is in time order. */
    private static List<Incident> newest(List<Incident> inTime, int atMost) {
        return inTime.subList(Math.max(0, inTime.size() - atMost), inTime.size());
    }

    /**
     * The newest that are known by then, oldest first. A finding that a failure of the machine followed within a horizon was of that failure, and is
     * left out once that is known.
     */
    public List<Incident> knownBy(Instant asOf, Duration horizon, int atMost) {
        return newest(
                incidents.stream()
                        .filter(incident -> incident.isKnown(asOf) && !isOfLaterFailure(incident, asOf, horizon))
                        .toList(),
                atMost);
    }

    private boolean isOfLaterFailure(Incident incident, Instant asOf, Duration horizon) {
        return incident.source() == Incident.Source.FEEDBACK
                && of(incident).stream()
                        .anyMatch(other -> other.source() == Incident.Source.FAILURE
                                && other.isKnown(asOf)
                                && !other.at().isBefore(incident.at())
                                && other.at().isBefore(incident.at().plus(horizon)));
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
