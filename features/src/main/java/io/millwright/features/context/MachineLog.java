package io.millwright.features.context;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of one machine, in any order. Times are milliseconds since the epoch.
 *
 * @param parts component to the installations of it
 * @param stays of the machine's parts, here and, of the same serials, in other machines; empty without genealogy
 * @param standings of its orders; empty where what is open and planned is no feature
 * @param conditions around the machine, and those of its site; empty where they are no feature
 */
public record MachineLog(
        Facts facts,
        List<Event> events,
        List<Order> orders,
        List<Load> plan,
        Map<String, List<Installation>> parts,
        List<Stay> stays,
        List<Standing> standings,
        List<Condition> conditions) {

    /** Of a machine nothing was written about. */
    public static MachineLog empty() {
        return new MachineLog(
                new Facts("", "", null, null, Double.NaN),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The same where every record was known when it happened, and no plan only after it began. */
    public MachineLog inTime() {
        return new MachineLog(
                facts,
                events.stream().map(Event::inTime).toList(),
                orders.stream().map(Order::inTime).toList(),
                plan.stream().map(Load::inTime).toList(),
                Installation.inTime(parts),
                stays.stream().map(Stay::inTime).toList(),
                standings.stream().map(Standing::inTime).toList(),
                conditions.stream().map(Condition::inTime).toList());
    }

    /** What happened strictly before a moment and was known by it, in any order. */
    public List<Event> eventsKnownAt(long asOfMs) {
        return events.stream()
                .filter(event -> event.timeMs() < asOfMs && event.knownMs() <= asOfMs)
                .toList();
    }

    /** Work finished, or else opened, strictly before a moment and known by it, in any order. */
    public List<Order> ordersKnownAt(long asOfMs) {
        return orders.stream()
                .filter(order -> order.timeMs() < asOfMs && order.knownMs() <= asOfMs)
                .toList();
    }

    /**
     * What the metadata say.
     *
     * @param commissionedMs null where not known
     * @param ageYears at the machine's first reading; NaN where not known
     */
    public record Facts(
            String site,
            String type,
            @Nullable String model,
            @Nullable Long commissionedMs,
            double ageYears) {}

    /** A failure, error or alarm. */
    public record Event(
            long timeMs,
            long knownMs,
            String kind,
            @Nullable String code,
            @Nullable String component,
            @Nullable String mode) {

        /** Behind the kind of events that have no code, so that it is not taken for one. */
        public static final String WITHOUT_CODE = " event";

        private Event inTime() {
            return new Event(timeMs, Math.min(knownMs, timeMs), kind, code, component, mode);
        }

        public boolean isFailure() {
            return kind.equals("failure");
        }

        /** What it is counted by: its code, or, where the log gives none, its kind. */
        String name() {
            return code == null ? kind + WITHOUT_CODE : code;
        }
    }

    /**
     * A maintenance order.
     *
     * @param timeMs when the work was finished, else when the order was opened
     * @param kind {@code preventive}, {@code corrective} or {@code inspection}; empty where the log does not say
     * @param openedMs null where not known
     * @param replaced whether a part was exchanged
     * @param inferred whether the log does not say the kind, which is taken from failures that may have become known later
     */
    public record Order(
            long timeMs,
            long knownMs,
            String kind,
            String status,
            @Nullable String component,
            @Nullable Long openedMs,
            boolean replaced,
            boolean inferred) {

        /** One of a log that says the kind. */
        public Order(
                long timeMs,
                long knownMs,
                String kind,
                String status,
                @Nullable String component,
                @Nullable Long openedMs,
                boolean replaced) {
            this(timeMs, knownMs, kind, status, component, openedMs, replaced, false);
        }

        private Order inTime() {
            return new Order(timeMs, Math.min(knownMs, timeMs), kind, status, component, openedMs, replaced, inferred);
        }

        /** As its log told it, without what was found out behind. */
        public Order asTold() {
            return inferred ? new Order(timeMs, knownMs, "", status, component, openedMs, replaced, true) : this;
        }

        /** Work that was done and left another part in its place. */
        public boolean isReplacement() {
            return status.equals("closed") && !kind.equals("inspection") && replaced;
        }

        /** A part exchanged before it failed. */
        public boolean isPreventiveReplacement() {
            return isReplacement() && kind.equals("preventive");
        }

        /** Work after a failure, whether a part was exchanged or mended. */
        public boolean isCorrective() {
            return status.equals("closed") && kind.equals("corrective");
        }
    }

    /**
     * How an order stood by what was written of it once: a maintenance system that writes an order again when it is planned and when it is
     * closed leaves one of each.
     *
     * @param timeMs when the work was finished, else when the order was opened
     * @param knownMs from when on a row may know of it
     * @param writtenMs when it became known in truth: of two of one order the later one counts
     * @param open whether work is still to be done
     * @param plannedMs when it is to be done; null where that is not known
     */
    public record Standing(
            String orderId,
            long timeMs,
            long knownMs,
            long writtenMs,
            boolean open,
            @Nullable Long plannedMs) {

        /** As it became known. */
        public static Standing of(String orderId, long timeMs, long knownMs, boolean open, @Nullable Long plannedMs) {
            return new Standing(orderId, timeMs, knownMs, knownMs, open, plannedMs);
        }

        private Standing inTime() {
            return new Standing(orderId, timeMs, Math.min(knownMs, timeMs), writtenMs, open, plannedMs);
        }
    }

    /**
     * One reading of what surrounds the machine.
     *
     * @param knownMs from when on a row may know of it
     * @param writtenMs when it became known in truth: of two readings of one instant the later one counts
     */
    public record Condition(String sensor, long timeMs, long knownMs, long writtenMs, double value) {

        /** A reading as it became known. */
        public static Condition of(String sensor, long timeMs, long knownMs, double value) {
            return new Condition(sensor, timeMs, knownMs, knownMs, value);
        }

        private Condition inTime() {
            return new Condition(sensor, timeMs, Math.min(knownMs, timeMs), writtenMs, value);
        }
    }

    /**
     * Planned load, as a share of full load, over {@code [startMs, endMs)}.
     *
     * @param knownMs from when on a row may know of it
     * @param writtenMs when it became known in truth: of two plans of the same time the later one counts
     * @param ofSite a plan of the machine's site, which a plan of its own takes the place of
     */
    public record Load(long startMs, long endMs, long knownMs, long writtenMs, double share, boolean ofSite) {

        /** A plan as it became known. */
        public static Load of(long startMs, long endMs, long knownMs, double share, boolean ofSite) {
            return new Load(startMs, endMs, knownMs, knownMs, share, ofSite);
        }

        private Load inTime() {
            return new Load(startMs, endMs, Math.min(knownMs, startMs), writtenMs, share, ofSite);
        }
    }

    /** That a part was put in. */
    public record Installation(long timeMs, long knownMs) {

        private static Map<String, List<Installation>> inTime(Map<String, List<Installation>> parts) {
            Map<String, List<Installation>> inTime = new TreeMap<>();
            parts.forEach((component, installations) -> inTime.put(
                    component,
                    installations.stream()
                            .map(one -> new Installation(one.timeMs(), Math.min(one.knownMs(), one.timeMs())))
                            .toList()));
            return inTime;
        }
    }

    /**
     * What was known of a part in its place: that it sat there over {@code [fromMs, untilMs)}. Of a stay whose end came to be known there are
     * several, of which the one that ends first is right.
     *
     * @param serial null where not known
     * @param here in this machine; else in another one
     * @param untilMs when another part took its place or it was installed elsewhere; {@code Long.MAX_VALUE} where that is not known
     * @param knownMs from when on this was known
     */
    public record Stay(
            String component, @Nullable String serial, boolean here, long fromMs, long untilMs, long knownMs) {

        private Stay inTime() {
            long happenedMs = untilMs == Long.MAX_VALUE ? fromMs : untilMs;
            return new Stay(component, serial, here, fromMs, untilMs, Math.min(knownMs, happenedMs));
        }
    }
}
