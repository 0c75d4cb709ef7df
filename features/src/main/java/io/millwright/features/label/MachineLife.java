package io.millwright.features.label;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.Failure.Replacement;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What labels need to know of one machine.
 *
 * @param failures events in time order, one an instant
 * @param preventive replacements before failure, in time order
 * @param observedUntilMs nothing is known of the machine from here on
 * @param endsInFailure whether the last failure ended the machine's life, so that nothing after it is left unobserved
 * @param findings of people who followed an alert, in any order
 */
public record MachineLife(
        List<Failure> failures,
        List<Replacement> preventive,
        long observedUntilMs,
        boolean endsInFailure,
        List<Finding> findings)
        implements Serializable {

    public MachineLife {
        failures = List.copyOf(failures);
        preventive = List.copyOf(preventive);
        findings = List.copyOf(findings);
    }

    /** A life nobody looked into. */
    public MachineLife(
            List<Failure> failures, List<Replacement> preventive, long observedUntilMs, boolean endsInFailure) {
        this(failures, preventive, observedUntilMs, endsInFailure, List.of());
    }

    /** The same with findings. */
    public MachineLife with(List<Finding> found) {
        return new MachineLife(failures, preventive, observedUntilMs, endsInFailure, found);
    }

    /**
     * The life in a machine's records, all of them: labels look back from the end of the data.
     *
     * @param lastReadingEndMs end of the tile of the machine's last reading
     * @param fleetEndMs end of the tile of the fleet's last reading
     * @param silenceMs a machine silent for longer than this before the fleet's end is no longer observed
     */
    public static MachineLife of(MachineLog log, long lastReadingEndMs, long fleetEndMs, long silenceMs) {
        List<Failure> failures = failures(log.events(), log.orders());
        long lastFailure = failures.isEmpty()
                ? Long.MIN_VALUE
                : failures.get(failures.size() - 1).timeMs();
        boolean silent = lastReadingEndMs < fleetEndMs - silenceMs;
        boolean died =
                !failures.isEmpty() && lastFailure >= lastReadingEndMs && (silent || lastFailure == lastReadingEndMs);
        long observed = died ? Math.max(lastFailure, lastReadingEndMs) : silent ? lastReadingEndMs : fleetEndMs;
        List<Replacement> preventive = log.orders().stream()
                .filter(MachineLog.Order::isPreventiveReplacement)
                .map(order -> new Replacement(order.timeMs(), Objects.requireNonNullElse(order.component(), "")))
                .distinct()
                .sorted(Comparator.comparingLong(Replacement::timeMs).thenComparing(Replacement::component))
                .toList();
        return new MachineLife(failures, preventive, observed, died);
    }

    /** Everything that failed at one instant is one failure. */
    static List<Failure> failures(List<MachineLog.Event> events, List<MachineLog.Order> orders) {
        TreeMap<Long, List<MachineLog.Event>> byTime = new TreeMap<>();
        events.stream().filter(MachineLog.Event::isFailure).forEach(event -> byTime.computeIfAbsent(
                        event.timeMs(), any -> new ArrayList<>())
                .add(event));
        List<Failure> failures = new ArrayList<>();
        byTime.forEach((time, together) -> {
            TreeSet<String> components =
                    named(together.stream().map(event -> event.component()).toList());
            Long next = byTime.higherKey(time);
            failures.add(new Failure(
                    time,
                    repairedMs(orders, time, next == null ? Long.MAX_VALUE : next, components),
                    components,
                    named(together.stream().map(event -> event.mode()).toList())));
        });
        return failures;
    }

    private static TreeSet<String> named(List<@Nullable String> names) {
        TreeSet<String> named = new TreeSet<>();
        for (String name : names) {
            if (name != null) {
                named.add(name);
            }
        }
        return named;
    }

    /** The first corrective work on what failed that was finished after the failure and before the next. */
    private static long repairedMs(
            List<MachineLog.Order> orders, long failureMs, long nextMs, TreeSet<String> components) {
        return orders.stream()
                .filter(MachineLog.Order::isCorrective)
                .filter(order -> order.timeMs() >= failureMs && order.timeMs() < nextMs)
                .filter(order ->
                        order.component() == null || components.isEmpty() || components.contains(order.component()))
                .mapToLong(MachineLog.Order::timeMs)
                .min()
                .orElse(failureMs);
    }
}
