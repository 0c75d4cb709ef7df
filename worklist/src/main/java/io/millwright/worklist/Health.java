package io.millwright.worklist;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Health from 0 to 100: of a component, its chance in percent to get through the horizon; of a machine, that of its weakest
 * component; of a site and of the fleet, the mean of the machines.
 */
public final class Health {

    private final Map<Part, Double> components = new TreeMap<>();
    private final Map<String, Double> machines = new TreeMap<>();
    private final Map<String, Double> sites = new TreeMap<>();

    private Health() {}

    static Health of(Collection<Prediction> predictions) {
        Health health = new Health();
        Map<String, String> siteOfMachine = new TreeMap<>();
        for (Prediction prediction : predictions) {
            double value = ofProbability(prediction.pFail());
            health.components.merge(prediction.part(), value, Math::min);
            health.machines.merge(prediction.equipmentId(), value, Math::min);
            siteOfMachine.put(prediction.equipmentId(), prediction.site());
        }
        Map<String, double[]> sums = new TreeMap<>();
        siteOfMachine.forEach((machine, site) -> {
            double[] sum = sums.computeIfAbsent(site, any -> new double[2]);
            sum[0] += health.machines.getOrDefault(machine, 0.0);
            sum[1]++;
        });
        sums.forEach((site, sum) -> health.sites.put(site, sum[0] / sum[1]));
        return health;
    }

    static double ofProbability(double pFail) {
        return 100 * (1 - pFail);
    }

    /** Empty where the component was not predicted; the empty component is the machine as a whole. */
    public OptionalDouble component(String equipmentId, String component) {
        return optional(components.get(new Part(equipmentId, component)));
    }

    /** By machine, sorted by name. */
    public Map<String, Double> machines() {
        return java.util.Collections.unmodifiableMap(machines);
    }

    /** By site, sorted by name. */
    public Map<String, Double> sites() {
        return java.util.Collections.unmodifiableMap(sites);
    }

    /** Empty without machines. */
    public OptionalDouble fleet() {
        return machines.values().stream().mapToDouble(Double::doubleValue).average();
    }

    private static OptionalDouble optional(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
