package io.millwright.features.context;

import io.millwright.features.context.MachineLog.Event;
import io.millwright.features.context.MachineLog.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The context row of one machine at one moment; NaN where a feature cannot be computed. */
public final class ContextFeatures {

    private static final double MS_PER_HOUR = 3_600_000.0;
    private static final double MS_PER_DAY = 24 * MS_PER_HOUR;
    private static final double DAYS_PER_YEAR = 365.25;

    private final ContextPlan plan;
    private final MachineLog log;
    private final PlannedLoad load;
    private final Genealogy genealogy;
    private final @Nullable ScheduleFeatures schedule;
    private final EnvironmentFeatures environment;

    public ContextFeatures(ContextPlan plan, MachineLog log) {
        this.plan = plan;
        this.log = log;
        this.genealogy = new Genealogy(log.stays());
        this.load = new PlannedLoad(log.plan());
        this.schedule = plan.schedule() == null ? null : new ScheduleFeatures(plan.schedule(), log.standings(), load);
        this.environment = new EnvironmentFeatures(plan.environment(), log.conditions());
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
        if (schedule != null) {
            schedule.addTo(row, asOfMs);
        }
        environment.addTo(row, asOfMs);
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
                .filter(event -> !event.isFailure() && code.equals(event.name()))
                .toList();
        for (long window : plan.windowsMs()) {
            row.add((double) ofCode.stream()
                    .filter(event -> event.timeMs() >= asOfMs - window)
                    .count());
        }
        row.add(hoursSince(asOfMs, lastEvent(ofCode, event -> true)));
    }

    private static void addOneHot(List<Double> row, List<String> values, @Nullable String own) {
        for (String value : values) {
            row.add(value.equals(own) ? 1.0 : 0.0);
        }
    }

    private void addLoads(List<Double> row, long asOfMs) {
        row.add(load.mean(asOfMs - 1, asOfMs, asOfMs));
        for (long window : plan.windowsMs()) {
            row.add(load.mean(asOfMs - window, asOfMs, asOfMs));
        }
        for (long ahead : plan.aheadMs()) {
            row.add(load.mean(asOfMs, asOfMs + ahead, asOfMs));
        }
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
