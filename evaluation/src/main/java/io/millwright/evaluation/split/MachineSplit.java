package io.millwright.evaluation.split;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Splits by machine. A machine's place follows from its id, the seed and, for k folds, the set of ids; never from their order.
 *
 * @param seed another seed, another split
 */
public record MachineSplit(long seed) {

    /** Whether a machine belongs to the held-out share (0 to 1); the answer never changes as the fleet grows. */
    public boolean holdsOut(String machine, double share) {
        return MachineHash.unit(seed, machine) < share;
    }

    /** k folds of machines whose sizes differ by at most 1; every machine tests exactly once. */
    public List<GroupFold> folds(Collection<String> machines, int k) {
        List<String> shuffled = shuffled(new TreeSet<>(machines));
        return dealt(shuffled, k);
    }

    /**
     * As {@link #folds}, with every stratum (for example the label of a table without time) spread evenly over the folds: within a
     * stratum the sizes differ by at most 1.
     */
    public List<GroupFold> stratified(Map<String, String> stratumOfMachine, int k) {
        Map<String, Set<String>> strata = new TreeMap<>();
        stratumOfMachine.forEach((machine, stratum) ->
                strata.computeIfAbsent(stratum, any -> new TreeSet<>()).add(machine));
        List<String> ordered = new ArrayList<>();
        strata.values().forEach(members -> ordered.addAll(shuffled(members)));
        return dealt(ordered, k);
    }

    /** One fold as published with the data: these machines train, those test. */
    public static GroupFold official(Collection<String> trainMachines, Collection<String> testMachines) {
        return new GroupFold("official", new HashSet<>(trainMachines), new HashSet<>(testMachines));
    }

    private List<String> shuffled(Set<String> machines) {
        return machines.stream()
                .sorted(Comparator.comparingLong((String machine) -> MachineHash.bits(seed, machine))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static List<GroupFold> dealt(List<String> ordered, int k) {
        if (k < 2 || k > ordered.size()) {
            throw new IllegalArgumentException("k must be in [2, " + ordered.size() + " machines], got " + k);
        }
        List<GroupFold> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            Set<String> train = new HashSet<>();
            Set<String> test = new HashSet<>();
            for (int i = 0; i < ordered.size(); i++) {
                (i % k == fold ? test : train).add(ordered.get(i));
            }
            folds.add(new GroupFold("machines " + (fold + 1) + " of " + k, train, test));
        }
        return List.copyOf(folds);
    }
}
