package io.millwright.evaluation.event;

import io.millwright.evaluation.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sorts flat logs (who failed, what was replaced, what was repaired) into timelines, for machines as subjects or for their
 * components. Log entries of machines that were not watched are left out.
 *
 * <p>A replacement at the very instant of a failure of the same component mends that failure and is not preventive.
 */
public final class Timelines {

    private final Map<String, TimeWindow> watched = new TreeMap<>();
    private final Map<String, List<FailureEvent>> failures = new TreeMap<>();
    private final Map<String, List<Work>> replacements = new TreeMap<>();
    private final Map<String, List<Work>> repairs = new TreeMap<>();

    private record Work(String component, Instant at) {}

    public Timelines watched(String machine, TimeWindow observed) {
        watched.put(machine, observed);
        return this;
    }

    public Timelines failed(String machine, FailureEvent failure) {
        failures.computeIfAbsent(machine, any -> new ArrayList<>()).add(failure);
        return this;
    }

    public Timelines replacedPreventively(String machine, String component, Instant at) {
        replacements.computeIfAbsent(machine, any -> new ArrayList<>()).add(new Work(component, at));
        return this;
    }

    public Timelines repaired(String machine, String component, Instant at) {
        repairs.computeIfAbsent(machine, any -> new ArrayList<>()).add(new Work(component, at));
        return this;
    }

    /** One timeline a machine: failures at one instant are one event, any preventive replacement ends what can be known. */
    public List<Timeline> perMachine() {
        List<Timeline> timelines = new ArrayList<>();
        watched.forEach((machine, observed) -> timelines.add(Timeline.of(machine, observed)
                .withFailures(of(failures, machine))
                .withPreventiveReplacements(
                        preventive(machine).stream().map(Work::at).toList())
                .withRepairs(of(repairs, machine).stream().map(Work::at).toList())));
        return List.copyOf(timelines);
    }

    /**
     * One timeline for each machine and component, subject {@link #subject}. Its events and replacements are the component's own;
     * repair windows are the whole machine's, which stands still for any repair.
     */
    public List<Timeline> perComponent(Collection<String> components) {
        List<Timeline> timelines = new ArrayList<>();
        watched.forEach((machine, observed) -> new TreeSet<>(components)
                .forEach(component -> timelines.add(componentTimeline(machine, component, observed))));
        return List.copyOf(timelines);
    }

    /** How a component of a machine is named as a subject. */
    public static String subject(String machine, String component) {
        return machine + "/" + component;
    }

    private Timeline componentTimeline(String machine, String component, TimeWindow observed) {
        List<Instant> stops = new ArrayList<>();
        of(failures, machine).forEach(failure -> stops.add(failure.at()));
        of(repairs, machine).forEach(repair -> stops.add(repair.at()));
        return Timeline.of(subject(machine, component), machine, observed)
                .withFailures(of(failures, machine).stream()
                        .filter(failure -> failure.component().equals(component))
                        .toList())
                .withPreventiveReplacements(preventive(machine).stream()
                        .filter(work -> work.component().equals(component))
                        .map(Work::at)
                        .toList())
                .withRepairs(stops);
    }

    private List<Work> preventive(String machine) {
        return of(replacements, machine).stream()
                .filter(work -> of(failures, machine).stream()
                        .noneMatch(failure -> failure.at().equals(work.at())
                                && failure.component().equals(work.component())))
                .toList();
    }

    private static <T> List<T> of(Map<String, List<T>> byMachine, String machine) {
        return byMachine.getOrDefault(machine, List.of());
    }
}
