package io.millwright.features;

import io.millwright.features.peer.PeerFeatures;
import io.millwright.features.peer.PeerPlan;
import io.millwright.features.peer.PeerSummary;
import io.millwright.features.rollup.RollUpFeatures;
import io.millwright.features.rollup.RollUpPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What machines have to know of each other at one moment: made where their rows come together, and sent to where they are. It holds
 * numbers of the rows it was made of, each of which knows nothing later than the moment.
 */
public final class FleetSummary implements Serializable {

    private static final long serialVersionUID = 1;

    private final Set<String> machines;
    private final Map<String, List<PeerSummary>> peers;
    private final Map<String, Map<String, double[]>> sites;

    private FleetSummary(
            Set<String> machines, Map<String, List<PeerSummary>> peers, Map<String, Map<String, double[]>> sites) {
        this.machines = machines;
        this.peers = peers;
        this.sites = sites;
    }

    /**
     * Of the rows of all machines that have one at the moment.
     *
     * @param rows machine to its row by {@link LiveMachine#row(java.time.Instant)}, or no more of it than {@link LivePlan#told}
     */
    public static FleetSummary of(LivePlan plan, Map<String, Map<String, Double>> rows) {
        Map<String, double[]> values = new TreeMap<>();
        rows.forEach((machine, row) -> values.put(machine, plan.values(row)));
        return new FleetSummary(new TreeSet<>(rows.keySet()), peers(plan.peer(), values), sites(plan.rollUp(), values));
    }

    private static Map<String, List<PeerSummary>> peers(@Nullable PeerPlan plan, Map<String, double[]> rows) {
        Map<String, List<PeerSummary>> peers = new HashMap<>();
        if (plan != null) {
            Map<String, List<double[]>> groups = new HashMap<>();
            rows.forEach((machine, row) -> groups.computeIfAbsent(plan.groupOf(machine, row), any -> new ArrayList<>())
                    .add(plan.compared(row)));
            groups.forEach(
                    (group, values) -> peers.put(group, PeerFeatures.summaries(values.toArray(double[][]::new))));
        }
        return peers;
    }

    private static Map<String, Map<String, double[]>> sites(@Nullable RollUpPlan plan, Map<String, double[]> rows) {
        Map<String, Map<String, double[]>> sites = new HashMap<>();
        if (plan != null) {
            rows.forEach((machine, row) -> sites.computeIfAbsent(plan.siteOf(machine), any -> new TreeMap<>())
                    .put(machine, plan.taken(row)));
        }
        return sites;
    }

    /** The comparisons and roll-ups of one of the machines, in the order of {@link LivePlan#fleetColumns}. */
    double[] row(LivePlan plan, String machine, double[] own) {
        if (!machines.contains(machine)) {
            throw new IllegalArgumentException("the summary of the fleet was made without the row of " + machine);
        }
        double[] compared = plan.peer() == null ? new double[0] : compared(plan.peer(), machine, own);
        double[] summedUp = plan.rollUp() == null ? new double[0] : summedUp(plan.rollUp(), machine);
        return MachineRows.joined(compared, summedUp);
    }

    private double[] compared(PeerPlan plan, String machine, double[] own) {
        return PeerFeatures.row(peers.getOrDefault(plan.groupOf(machine, own), List.of()), plan.compared(own));
    }

    private double[] summedUp(RollUpPlan plan, String machine) {
        Map<String, double[]> ofSite = sites.getOrDefault(plan.siteOf(machine), Map.of());
        List<String> names = List.copyOf(ofSite.keySet());
        return new RollUpFeatures(plan).rows(names, ofSite.values().toArray(double[][]::new))[names.indexOf(machine)];
    }
}
