package io.millwright.evaluation.split;

import java.util.Set;
import java.util.TreeSet;

/**
 * Whole machines train or test, whatever the time: other machines than those trained on, official test units, held-out bearings.
 *
 * @param name short and unique among the folds of a split
 * @param trainMachines machines that train
 * @param testMachines machines that test; none of them trains
 */
public record GroupFold(String name, Set<String> trainMachines, Set<String> testMachines) implements Fold {

    public GroupFold {
        trainMachines = Set.copyOf(trainMachines);
        testMachines = Set.copyOf(testMachines);
        Set<String> both = new TreeSet<>(trainMachines);
        both.retainAll(testMachines);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("machines must not train and test in one fold, got " + both);
        }
    }

    @Override
    public Part part(String machine, long asOfMillis) {
        if (testMachines.contains(machine)) {
            return Part.TEST;
        }
        return trainMachines.contains(machine) ? Part.TRAIN : Part.OUTSIDE;
    }
}
