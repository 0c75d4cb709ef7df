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
 * @param regime position in a machine's row of the number of its regime, which parts a group; negative where it does not
 */
@SuppressWarnings("ArrayRecordComponent") // A primitive array, never shared for writing, as in the other plans.
public record PeerPlan(int[] columns, Map<String, String> group, int regime) implements Serializable {

    /** The statistics of each column, as the last part of a name. */
    public static final List<String> STATISTICS = List.of("peer_rank", "peer_z");

    /** The numbers of a machine's row that are compared. */
    public double[] compared(double[] row) {
        return Arrays.stream(columns).mapToDouble(column -> row[column]).toArray();
    }

    /** The name of a machine's group at the moment of its row; machines whose regime is not known are alike in that. */
    public String groupOf(String machine, double[] row) {
        String always = group.getOrDefault(machine, "");
        return regime < 0 ? always : always + "\n" + row[regime];
    }
}
