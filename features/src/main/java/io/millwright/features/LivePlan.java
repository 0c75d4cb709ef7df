package io.millwright.features;

import io.millwright.features.peer.PeerPlan;
import io.millwright.features.regime.RegimeModel;
import io.millwright.features.rollup.RollUpPlan;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that {@link LiveMachine} needs to compute what the feature job computes: made once where the lake is, serialised to where the
 * machines are.
 */
public final class LivePlan implements Serializable {

    private static final long serialVersionUID = 1;

    private final MachineRows rows;
    private final Cutting cutting;
    private final BurstStage.Known bursts;
    private final List<String> columns;
    private final @Nullable PeerPlan peer;
    private final @Nullable RollUpPlan rollUp;
    private final List<String> fleetColumns;

    private LivePlan(FeaturePlan plan, MachineRows rows, Cutting cutting, BurstStage.Known bursts) {
        this.rows = rows;
        this.cutting = cutting;
        this.bursts = bursts;
        this.columns = columns(plan, group -> !FeatureGroups.OF_FLEET.contains(group));
        this.peer = plan.peer();
        this.rollUp = plan.rollUp();
        this.fleetColumns = columns(plan, FeatureGroups.OF_FLEET::contains);
    }

    private static List<String> columns(FeaturePlan plan, Predicate<String> groups) {
        return plan.groups().stream()
                .filter(group -> groups.test(group.name()))
                .flatMap(group -> group.columns().stream())
                .toList();
    }

    /** The plan of a pipeline file and its lake, in which the feature job has run. Writes nothing. */
    public static LivePlan of(Lake lake, PipelineConfig config) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        int partitions = lake.shufflePartitions();
        @Nullable
        RegimeModel regimes = config.features()
                .regimes()
                .map(spec -> new RegimeStage(lake, config, spec, partitions)
                        .published()
                        .model())
                .orElse(null);
        return new LivePlan(
                plan,
                MachineRows.of(plan, regimes, config.features().chunk().toMillis(), 0, Long.MAX_VALUE),
                TileStage.cutting(config, plan.timeDomain().quantiles(), regimes),
                BurstStage.Known.of(lake, config));
    }

    /** Names of the features of a machine alone, in the order of the feature groups. */
    public List<String> columns() {
        return columns;
    }

    /** Names of the features of a machine among others, in the order of the feature groups. */
    public List<String> fleetColumns() {
        return fleetColumns;
    }

    /** Names of the features of a machine that others have to know for theirs, in the order of {@link #columns}. */
    public List<String> told() {
        IntStream compared = peer == null ? IntStream.empty() : Arrays.stream(peer.columns());
        IntStream regime = peer == null || peer.regime() < 0 ? IntStream.empty() : IntStream.of(peer.regime());
        IntStream summedUp =
                rollUp == null ? IntStream.empty() : rollUp.columns().stream().flatMapToInt(Arrays::stream);
        return IntStream.concat(IntStream.concat(compared, regime), summedUp)
                .distinct()
                .sorted()
                .mapToObj(columns::get)
                .toList();
    }

    /** A row by name in the order of {@link #columns}; NaN where it has no value. */
    double[] values(Map<String, Double> row) {
        return columns.stream()
                .mapToDouble(column -> row.getOrDefault(column, Double.NaN))
                .toArray();
    }

    @Nullable
    PeerPlan peer() {
        return peer;
    }

    @Nullable
    RollUpPlan rollUp() {
        return rollUp;
    }

    MachineRows rows() {
        return rows;
    }

    Cutting cutting() {
        return cutting;
    }

    BurstStage.Known bursts() {
        return bursts;
    }
}
