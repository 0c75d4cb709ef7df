package io.millwright.evaluation.rul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a life that was watched until it failed, or until the watch ended.
 *
 * @param machine the cluster of every bootstrap
 * @param life tells lives apart, also those of one machine
 * @param hours from the row until either, at least 0
 * @param failed false where the watch ended first: the life is longer
 */
public record WatchedLife(String machine, String life, double hours, boolean failed) {

    public WatchedLife {
        if (!(hours >= 0)) {
            throw new IllegalArgumentException("hours must be >= 0, got " + hours + " for " + machine);
        }
    }

    /** The rows of a life share the weight of one, so that a long life does not count as many. */
    static double[] weights(List<WatchedLife> rows) {
        Map<String, Integer> rowsOfLife = new HashMap<>();
        rows.forEach(row -> rowsOfLife.merge(row.life, 1, Integer::sum));
        return rows.stream()
                .mapToDouble(row -> 1.0 / rowsOfLife.getOrDefault(row.life, 1))
                .toArray();
    }
}
