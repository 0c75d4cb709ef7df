package io.millwright.worklist;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Orders that stand at a list's moment: what they cover, and the crew hours they take before any work of the list. */
record StandingOrders(List<Order> orders) {

    StandingOrders {
        orders = List.copyOf(orders);
    }

    static StandingOrders of(Collection<Order> versions, Instant asOf) {
        return new StandingOrders(Order.standing(versions, asOf));
    }

    Optional<Order> covering(Part part) {
        return orders.stream().filter(order -> order.covers(part)).findFirst();
    }

    /**
     * Takes their hours from the days of a site. An order that does not say its hours takes those of the work the list would ask for at
     * what it covers; one without a time takes none, because nobody knows of which day.
     *
     * @param alerted what the list would ask for, of any site
     */
    void book(String site, List<Job> alerted, CrewDays crew) {
        orders.stream().filter(order -> order.site().equals(site)).forEach(order -> order.scheduledFor()
                .ifPresent(start -> crew.bookFixed(start, hours(order, alerted))));
    }

    private static double hours(Order order, List<Job> alerted) {
        return order.crewHours().orElseGet(() -> alerted.stream()
                .filter(job -> order.covers(job.prediction().part()))
                .mapToDouble(job -> job.action().crewHours())
                .sum());
    }
}
