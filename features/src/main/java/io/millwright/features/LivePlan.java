package io.millwright.features;

import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import java.io.Serializable;
import java.util.List;
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

    private LivePlan(MachineRows rows, Cutting cutting, BurstStage.Known bursts, List<String> columns) {
        this.rows = rows;
        this.cutting = cutting;
        this.bursts = bursts;
        this.columns = columns;
    }

    /** The plan of a pipeline file and its lake, in which the feature job has run. Writes nothing. */
    public static LivePlan of(Lake lake, PipelineConfig config) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        int partitions = lake.shufflePartitions();
        @Nullable
        RegimeModel regimes = config.features()
                .regimes()
                .map(spec ->
                        new RegimeStage(lake, config, spec, partitions).fitted().model())
                .orElse(null);
        List<String> columns = plan.groups().stream()
                .filter(group -> !FeatureGroups.OF_FLEET.contains(group.name()))
                .flatMap(group -> group.columns().stream())
                .toList();
        return new LivePlan(
                MachineRows.of(plan, config.features().chunk().toMillis(), 0, Long.MAX_VALUE),
                TileStage.cutting(config, plan.timeDomain().quantiles(), regimes),
                BurstStage.Known.of(lake, config),
                columns);
    }

    /** Names of the features of a machine, in the order of the feature groups. */
    public List<String> columns() {
        return columns;
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
