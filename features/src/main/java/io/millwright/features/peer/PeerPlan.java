package io.millwright.features.peer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is compared among which machines.
 *
 * @param columns positions in a row of the time domain
 * @param group machine to the name of its group
 */
@SuppressWarnings("ArrayRecordComponent") // A primitive array, never shared for writing, as in the other plans.
public record PeerPlan(int[] columns, Map<String, String> group) implements Serializable {

    /** The statistics of each column, as the last part of a name. */
    public static final List<String> STATISTICS = List.of("peer_rank", "peer_z");

    /** The numbers of a machine's row that are compared. */
    public double[] compared(double[] row) {
        return Arrays.stream(columns).mapToDouble(column -> row[column]).toArray();
    }

    /** The name of a machine's group. */
    public String groupOf(String machine) {
        return group.getOrDefault(machine, "");
    }
}
