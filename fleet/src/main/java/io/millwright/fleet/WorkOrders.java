package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * The maintenance log of one machine: corrective orders after failures, preventive services, early replacements,
 * inspections after excursions and out of routine, and what is open or scheduled when the history ends.
 */
final class WorkOrders {
    private static final double HOURLY_WAGE = 95;
    private static final double NOTICE_HOURS = 14 * 24;

    private WorkOrders() {}

    /**
     * One order. Times are hours since the start of the history; those beyond its end are not known yet.
     *
     * @param component kind of component, or empty for the whole machine
     * @param replaced whether a component was exchanged
     * @param written when the finished work was written down
     */
    record Order(
            Machine machine,
            String component,
            String kind,
            double opened,
            double scheduled,
            double started,
            double finished,
            boolean replaced,
            double downtimeHours,
            double crewHours,
            String parts,
            double partsCost,
            String note,
            double written) {

        /** Whether the log says so: work that is done but not written down yet is still open. */
        boolean isClosed(double now) {
            return written < now;
        }

        String status(double now) {
            return isClosed(now) ? "closed" : started < now || kind.equals("corrective") ? "open" : "scheduled";
        }

        /** When what the log says of it was written: where it is not closed, when it was opened. */
        double lastWritten(double now) {
            return isClosed(now) ? written : opened;
        }

        double cost() {
            return partsCost + crewHours * HOURLY_WAGE;
        }
    }

    /** The orders opened within the history, in no particular order. */
    static List<Order> of(FleetSpec spec, Machine machine, MachineLife life) {
        Stream random = Stream.of(spec.seed(), machine.index(), Purpose.ORDERS, 0);
        List<Order> orders = new ArrayList<>();
        for (Episode episode : life.episodes()) {
            orders.add(episode.failed() ? corrective(machine, episode, random) : early(machine, episode, random));
            if (random.chance(0.2)) {
                double at = episode.onset() + 0.6 * (episode.end() - episode.onset());
                orders.add(inspection(machine, episode.hasPrecursor() ? at : at - 48, random));
            }
        }
        for (MachineLife.Service service : life.services()) {
            orders.add(service(machine, service, random));
        }
        for (Excursion excursion : life.excursions()) {
            if (random.chance(0.25)) {
                orders.add(inspection(machine, excursion.from() + 0.6 * (excursion.to() - excursion.from()), random));
            }
        }
        int routine = random.poisson(3.0 * spec.days() / 365);
        for (int i = 0; i < routine; i++) {
            orders.add(inspection(machine, random.between(0, spec.hours()), random));
        }
        orders.removeIf(order -> order.opened() >= spec.hours() || order.opened() < 0);
        return orders;
    }

    private static Order corrective(Machine machine, Episode episode, Stream random) {
        double opened = episode.end() + random.between(0.1, 0.6);
        double started = opened + random.between(0.2, 1.5);
        double work = episode.repaired() - started;
        return new Order(
                machine,
                episode.mode().component,
                "corrective",
                opened,
                opened,
                started,
                episode.repaired(),
                true,
                episode.repaired() - episode.end(),
                Math.max(1, work) * (1 + random.below(2)),
                "1x " + episode.mode().component,
                partPrice(episode.mode().component) * random.between(0.9, 1.3),
                Notes.repair(episode.mode(), random),
                episode.repaired() + random.between(0.5, 30));
    }

    private static Order early(Machine machine, Episode episode, Stream random) {
        double opened = episode.end() - random.between(4, 60);
        double work = episode.repaired() - episode.end();
        return new Order(
                machine,
                episode.mode().component,
                "preventive",
                opened,
                episode.end(),
                episode.end(),
                episode.repaired(),
                true,
                work,
                work * 1.5,
                "1x " + episode.mode().component,
                partPrice(episode.mode().component),
                Notes.replacement(episode.mode().component, random),
                episode.repaired() + random.between(0.5, 30));
    }

    private static Order service(Machine machine, MachineLife.Service service, Stream random) {
        double work = service.to() - service.from();
        return new Order(
                machine,
                service.component(),
                "preventive",
                service.from() - NOTICE_HOURS - random.between(0, 48),
                service.from(),
                service.from(),
                service.to(),
                service.replaced(),
                work,
                work * 1.2,
                service.replaced() ? "1x " + service.component() : "",
                service.replaced() ? partPrice(service.component()) : 40,
                service.replaced() ? Notes.replacement(service.component(), random) : Notes.service(random),
                service.to() + random.between(0.5, 40));
    }

    private static Order inspection(Machine machine, double at, Stream random) {
        double started = at + random.between(2, 30);
        double work = random.between(0.4, 1.5);
        return new Order(
                machine,
                "",
                "inspection",
                at,
                started,
                started,
                started + work,
                false,
                0,
                work,
                "",
                0,
                Notes.inspection(random),
                started + work + random.between(0.2, 20));
    }

    private static double partPrice(String component) {
        return switch (component) {
            case "motor" -> 2_400;
            case "gearbox" -> 1_900;
            case "coupling" -> 260;
            case "bearing" -> 180;
            default -> 420;
        };
    }
}
