package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Event;
import io.millwright.features.context.MachineLog.Load;
import io.millwright.features.context.MachineLog.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The context row of one machine at one moment; NaN where a feature cannot be computed. */
public final class ContextFeatures {

    private static final double MS_PER_HOUR = 3_600_000.0;
    private static final double MS_PER_DAY = 24 * MS_PER_HOUR;
    private static final double DAYS_PER_YEAR = 365.25;

    private final ContextPlan plan;
    private final MachineLog log;
    private final List<Load> loads;
    private final Genealogy genealogy;

    public ContextFeatures(ContextPlan plan, MachineLog log) {
        this.plan = plan;
        this.log = log;
        this.genealogy = new Genealogy(log.stays());
        this.loads = log.plan().stream()
                .sorted(Comparator.comparingLong(Load::startMs).thenComparingLong(Load::knownMs))
                .toList();
    }

    /**
     * The row, in the order of the catalogue.
     *
     * @param firstReadingMs the machine's first reading as known at {@code asOfMs}
     */
    public double[] row(long asOfMs, long firstReadingMs) {
        List<Double> row = new ArrayList<>();
        row.add(age(asOfMs, firstReadingMs));
        List<Event> events = log.eventsKnownAt(asOfMs);
        List<Order> orders = log.ordersKnownAt(asOfMs);
        if (plan.maintenance()) {
            row.add(hoursSince(asOfMs, lastOrder(orders, order -> order.status().equals("closed"))));
        }
        if (plan.failures()) {
            row.add(hoursSince(asOfMs, lastEvent(events, Event::isFailure)));
        }
        for (String component : plan.components()) {
            addComponent(row, asOfMs, component, events, orders);
        }
        for (String code : plan.codes()) {
            addCode(row, asOfMs, code, events);
        }
        addOneHot(row, plan.types(), log.facts().type());
        addOneHot(row, plan.models(), log.facts().model());
        addOneHot(row, plan.sites(), log.facts().site());
        if (plan.operations()) {
            addLoads(row, asOfMs);
        }
        if (plan.genealogy()) {
            plan.components().forEach(component -> row.addAll(genealogy.of(component, asOfMs)));
        }
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double age(long asOfMs, long firstReadingMs) {
        if (plan.cycles()) {
            return (asOfMs - firstReadingMs) / MS_PER_HOUR;
        }
        Long commissioned = log.facts().commissionedMs();
        if (commissioned != null) {
            return (asOfMs - commissioned) / MS_PER_DAY;
        }
        double years = log.facts().ageYears();
        return (Double.isNaN(years) ? 0 : years * DAYS_PER_YEAR) + (asOfMs - firstReadingMs) / MS_PER_DAY;
    }

    private void addComponent(List<Double> row, long asOfMs, String component, List<Event> events, List<Order> orders) {
        if (plan.maintenance()) {
            long installed = log.parts().getOrDefault(component, List.of()).stream()
                    .filter(part -> part.timeMs() < asOfMs && part.knownMs() <= asOfMs)
                    .mapToLong(MachineLog.Installation::timeMs)
                    .max()
                    .orElse(Long.MIN_VALUE);
            long replaced =
                    lastOrder(orders, order -> order.isReplacement() && Objects.equals(order.component(), component));
            row.add(hoursSince(asOfMs, Math.max(installed, replaced)));
        }
        if (plan.failures()) {
            row.add(hoursSince(
                    asOfMs,
                    lastEvent(events, event -> event.isFailure() && Objects.equals(event.component(), component))));
        }
    }

    private void addCode(List<Double> row, long asOfMs, String code, List<Event> events) {
        List<Event> ofCode = events.stream()
                .filter(event -> !event.isFailure() && code.equals(event.code()))
                .toList();
        for (long window : plan.windowsMs()) {
            row.add((double) ofCode.stream()
                    .filter(event -> event.timeMs() >= asOfMs - window)
                    .count());
        }
        row.add(hoursSince(asOfMs, lastEvent(ofCode, event -> true)));
    }

    private static void addOneHot(
            List<Double> row, List<String> values, @org.jspecify.annotations.Nullable String own) {
        for (String value : values) {
            row.add(value.equals(own) ? 1.0 : 0.0);
        }
    }

    private void addLoads(List<Double> row, long asOfMs) {
        row.add(meanLoad(asOfMs - 1, asOfMs, asOfMs));
        for (long window : plan.windowsMs()) {
            row.add(meanLoad(asOfMs - window, asOfMs, asOfMs));
        }
        for (long ahead : plan.aheadMs()) {
            row.add(meanLoad(asOfMs, asOfMs + ahead, asOfMs));
        }
    }

    /** Mean planned load over {@code [from, to)}, weighted by time, from the newest plan known; NaN without any. */
    private double meanLoad(long fromMs, long toMs, long knownByMs) {
        double weighted = 0;
        double weight = 0;
        for (int i = firstEndingAfter(fromMs); i < loads.size() && loads.get(i).startMs() < toMs; i++) {
            Load load = loads.get(i);
            boolean superseded = i + 1 < loads.size()
                    && loads.get(i + 1).startMs() == load.startMs()
                    && loads.get(i + 1).knownMs() <= knownByMs;
            if (load.knownMs() <= knownByMs && !superseded) {
                double overlap = Math.min(toMs, load.endMs()) - Math.max(fromMs, load.startMs());
                weighted += overlap > 0 ? overlap * load.share() : 0;
                weight += Math.max(overlap, 0);
            }
        }
        return weight > 0 ? weighted / weight : Double.NaN;
    }

    private int firstEndingAfter(long ms) {
        int low = 0;
        int high = loads.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (loads.get(middle).endMs() <= ms) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long lastOrder(List<Order> orders, Predicate<Order> which) {
        return orders.stream().filter(which).mapToLong(Order::timeMs).max().orElse(Long.MIN_VALUE);
    }

    private static long lastEvent(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).mapToLong(Event::timeMs).max().orElse(Long.MIN_VALUE);
    }

    private static double hoursSince(long asOfMs, long timeMs) {
        return timeMs == Long.MIN_VALUE ? Double.NaN : (asOfMs - timeMs) / MS_PER_HOUR;
    }
}
