package io.millwright.features.rollup;

import io.millwright.lake.config.FeatureSpec.RollUp;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is summed up for what, in the order of the columns: for every roll-up and level its ways to sum up.
 *
 * @param columns of each roll-up, as positions in a machine's row
 * @param site machine to its site
 * @param line machine to its line; empty where the metadata name none
 */
public record RollUpPlan(List<RollUp> rollUps, List<int[]> columns, Map<String, String> site, Map<String, String> line)
        implements Serializable {

    /** A machine's site; empty where the metadata name none. */
    public String siteOf(String machine) {
        return site.getOrDefault(machine, "");
    }

    /** The numbers of a machine's row that are summed up, roll-up after roll-up. */
    public double[] taken(double[] row) {
        return columns.stream()
                .flatMapToInt(Arrays::stream)
                .mapToDouble(column -> row[column])
                .toArray();
    }
}
