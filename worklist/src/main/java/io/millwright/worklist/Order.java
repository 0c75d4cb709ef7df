package io.millwright.worklist;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One version of a maintenance order.
 *
 * @param orderId its number, which says nothing beyond the system it is of
 * @param component empty where the order is for the whole machine
 * @param status {@code open}, {@code scheduled} or {@code closed}
 * @param knownAt when this version became known
 * @param scheduledFor when the work is to be done, where that is fixed
 * @param site of the machine; empty where nobody knows
 * @param crewHours it is to take, where it says so
 */
public record Order(
        String orderId,
        String equipmentId,
        String component,
        String status,
        Instant knownAt,
        Optional<Instant> scheduledFor,
        String site,
        OptionalDouble crewHours) {

    /**
     * The newest version of each order known by {@code asOf}, where it is open or scheduled. An order is a number and a machine: two
     * plants may both have an order 1001.
     */
    static List<Order> standing(Collection<Order> versions, Instant asOf) {
        Map<String, Order> newest = new TreeMap<>();
        versions.stream()
                .filter(order -> !order.knownAt().isAfter(asOf))
                .forEach(order -> newest.merge(
                        order.orderId() + '\0' + order.equipmentId(),
                        order,
                        (a, b) -> b.knownAt().isBefore(a.knownAt()) ? a : b));
        return newest.values().stream()
                .filter(order -> order.status().equals("open") || order.status().equals("scheduled"))
                .toList();
    }

    /** An order for the machine covers its components; an alert about the machine is covered by any order for it. */
    boolean covers(Part part) {
        return equipmentId.equals(part.equipmentId())
                && (component.isEmpty() || part.component().isEmpty() || component.equals(part.component()));
    }
}
