package io.millwright.worklist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Probabilities of failure from components up to machines, systems, sites and the fleet: something fails unless everything holds,
 * {@code 1 - prod(1 - p)}, as if components failed independently of each other. Then cumulative hazards, {@code -ln(1 - p)}, add up, and
 * it does not matter through which levels one goes. Machines that share a load or a cause fail together more often than that says.
 */
public final class RollUp {

    private RollUp() {}

    /** From the smallest to the largest. */
    public enum Level {
        COMPONENT,
        EQUIPMENT,
        SYSTEM,
        SITE,
        FLEET
    }

    /**
     * What may fail; names below its level are empty text.
     *
     * @param system the line a machine works in; empty text for none
     * @param component empty text for what of the machine's risk belongs to no named component
     */
    public record Place(Level level, String site, String system, String equipmentId, String component) {

        private static final Comparator<Place> ORDER = Comparator.comparing(Place::level)
                .thenComparing(Place::site)
                .thenComparing(Place::system)
                .thenComparing(Place::equipmentId)
                .thenComparing(Place::component);

        private Place upTo(Level higher) {
            boolean ofMachine = higher.compareTo(Level.EQUIPMENT) <= 0;
            return new Place(
                    higher,
                    higher == Level.FLEET ? "" : site,
                    higher.compareTo(Level.SYSTEM) <= 0 ? system : "",
                    ofMachine ? equipmentId : "",
                    "");
        }
    }

    /**
     * A place and its risk within the horizon.
     *
     * @param pFail that anything of it fails
     * @param machines in it, or 1
     * @param expectedMachines that fail, the sum of their probabilities, for which they need not be independent
     */
    public record Risk(Place place, double pFail, int machines, double expectedMachines) {}

    /**
     * Shares a machine's probability among its components, so that they roll up to it again: each gets its share of the cumulative
     * hazard, {@code 1 - (1 - p)^share}. What the shares leave to 1 goes to the empty name; where they sum to more, they are scaled.
     *
     * @param shares by component, none negative, the empty name not among them
     */
    public static Map<String, Double> split(double pFail, Map<String, Double> shares) {
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> split = new LinkedHashMap<>();
        shares.forEach((component, share) -> split.put(component, share(pFail, share / Math.max(1, sum))));
        if (sum < 1 - 1e-9) {
            split.put("", share(pFail, 1 - sum));
        }
        return split;
    }

    private static double share(double pFail, double share) {
        return share == 0 ? 0 : -Math.expm1(share * Math.log1p(-pFail));
    }

    /** A component's risk, to start from. */
    public static Risk component(String site, String system, String equipmentId, String component, double pFail) {
        return new Risk(new Place(Level.COMPONENT, site, system, equipmentId, component), pFail, 1, pFail);
    }

    /** The components and everything they roll up to, each level in order of name. A machine without a system is in none. */
    public static List<Risk> of(Collection<Risk> components) {
        List<Risk> machines = up(components, Level.EQUIPMENT).stream()
                .map(machine -> new Risk(machine.place(), machine.pFail(), 1, machine.pFail()))
                .toList();
        List<Risk> inSystems = machines.stream()
                .filter(machine -> !machine.place().system().isEmpty())
                .toList();
        List<Risk> all = new ArrayList<>(components);
        all.sort(Comparator.comparing(Risk::place, Place.ORDER));
        all.addAll(machines);
        all.addAll(up(inSystems, Level.SYSTEM));
        all.addAll(up(machines, Level.SITE));
        all.addAll(up(machines, Level.FLEET));
        return all;
    }

    /** One level from any below it. */
    static List<Risk> up(Collection<Risk> lower, Level level) {
        Map<Place, List<Risk>> byPlace = lower.stream()
                .sorted(Comparator.comparing(Risk::place, Place.ORDER))
                .collect(Collectors.groupingBy(
                        risk -> risk.place().upTo(level), () -> new TreeMap<>(Place.ORDER), Collectors.toList()));
        return byPlace.entrySet().stream()
                .map(each -> together(each.getKey(), each.getValue()))
                .toList();
    }

    private static Risk together(Place place, List<Risk> parts) {
        double logHolds = 0;
        int machines = 0;
        double expected = 0;
        for (Risk part : parts) {
            logHolds += Math.log1p(-part.pFail());
            machines += part.machines();
            expected += part.expectedMachines();
        }
        return new Risk(place, -Math.expm1(logHolds), machines, expected);
    }
}
