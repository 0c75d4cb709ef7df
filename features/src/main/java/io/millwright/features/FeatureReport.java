package io.millwright.features;

import java.util.List;
import java.util.Map;

/**
 * What a run of the feature job wrote.
 *
 * @param rows rows of the feature groups in the interval
 * @param features columns over all groups
 * @param slices slices of {@code as_of} written; none where all machines had been silent for too long before the interval
 * @param slicesKept slices that an earlier attempt of the same run had already committed
 * @param leftOut what of the data is no feature because there is too much of it, for people
 * @param secondsByStage wall-clock time, stages disjoint
 */
public record FeatureReport(
        long rows, int features, int slices, int slicesKept, List<String> leftOut, Map<String, Double> secondsByStage) {

    public FeatureReport {
        leftOut = List.copyOf(leftOut);
        secondsByStage = Map.copyOf(secondsByStage);
    }
}
