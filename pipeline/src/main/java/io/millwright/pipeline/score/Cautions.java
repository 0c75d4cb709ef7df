package io.millwright.pipeline.score;

import io.millwright.etl.UnwellSensors;
import io.millwright.etl.UnwellSensors.Unwell;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.training.ScoredMachine;
import io.millwright.training.explain.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is to be said beside the reasons of a machine: which of the sensors behind them was unwell, so that a person doubts them first. */
final class Cautions {

    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, Set<String>> sensorsOfRelation = new HashMap<>();
    private final List<Unwell> unwell;
    private final Instant ongoing;

    /**
     * @param unwell known at the moment of scoring, see {@link UnwellSensors#knownBy}
     * @param asOf what reaches to within a tile of it still lasts
     */
    Cautions(PipelineConfig config, List<Unwell> unwell, Instant asOf) {
        for (SensorSpec sensor : config.sensors()) {
            labels.put(sensor.name(), sensor.label());
        }
        for (FeatureSpec.Relation relation : config.features().relations()) {
            sensorsOfRelation.put(relation.name(), Set.copyOf(relation.sensors()));
        }
        this.unwell = List.copyOf(unwell);
        this.ongoing = asOf.minus(config.features().tile());
    }

    /** One line a sensor, about its newest stretch. */
    List<String> of(ScoredMachine machine) {
        Set<String> sensors = new HashSet<>();
        for (Reason reason : machine.reasons()) {
            sensors.addAll(sensorsOfRelation.getOrDefault(reason.family(), Set.of(reason.family())));
        }
        sensors.retainAll(labels.keySet());
        if (sensors.isEmpty()) {
            return List.of();
        }
        sensors.add("");
        Map<String, Unwell> newest = new TreeMap<>();
        unwell.stream()
                .filter(each -> each.equipmentId().equals(machine.equipmentId()) && sensors.contains(each.sensor()))
                .sorted(Comparator.comparing(Unwell::to).thenComparing(Unwell::from))
                .forEach(each -> newest.put(each.sensor(), each));
        return newest.values().stream().map(this::sentence).toList();
    }

    private String sentence(Unwell stretch) {
        String what = stretch.sensor().isEmpty()
                ? "the machine's clock"
                : labels.getOrDefault(stretch.sensor(), stretch.sensor());
        String kind = " (" + stretch.kind().replace('_', ' ') + ")";
        return "caution: " + what
                + (stretch.to().isBefore(ongoing)
                        ? " was unwell from " + minute(stretch.from()) + " to " + minute(stretch.to())
                        : " unwell since " + minute(stretch.from()))
                + kind;
    }

    private static String minute(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MINUTES).toString().replaceFirst(":00Z$", "Z");
    }
}
