package io.millwright.pipeline.score;

import io.millwright.lake.config.Severity;
import io.millwright.training.ScoredMachine;
import io.millwright.worklist.Prediction;
import io.millwright.worklist.RollUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the model says, as the planner takes it: one prediction of the component most likely to fail with the machine's whole risk,
 * and one of every other component with its share, which counts in its health but raises no alert of its own.
 */
final class RiskPredictions {

    /** So far below the threshold that it is not at it. */
    private static final double JUST_BELOW = 1 - 1e-9;

    private final ScoringTarget target;
    private final Map<String, String> componentOfMode;
    private final Map<String, String> lastLooks;
    private final Map<String, String> bearings;
    private final Map<String, String> unusual;
    private final Cautions cautions;
    private final Instant asOf;
    private final String modelVersion;

    /**
     * @param lastLooks in words, by machine; a reason of its own, before the model's
     * @param bearings what accuses a part of a machine's bearing, in words, by machine; behind the model's reasons
     * @param unusual what the anomaly stage says of a machine, in words, by machine; behind those
     * @param cautions of their own, after the model's reasons
     */
    RiskPredictions(
            ScoringTarget target,
            Map<String, String> componentOfMode,
            Map<String, String> lastLooks,
            Map<String, String> bearings,
            Map<String, String> unusual,
            Cautions cautions,
            Instant asOf,
            String modelVersion) {
        this.target = target;
        this.componentOfMode = componentOfMode;
        this.lastLooks = lastLooks;
        this.bearings = bearings;
        this.unusual = unusual;
        this.cautions = cautions;
        this.asOf = asOf;
        this.modelVersion = modelVersion;
    }

    List<Prediction> of(ScoredMachine machine) {
        double risk = target.risk(machine);
        List<Prediction> predictions = new ArrayList<>();
        predictions.add(
                prediction(machine, machine.component(), machine.mode(), machine.severity(), risk, reasons(machine)));
        shares(machine).forEach((component, share) -> {
            if (!component.equals(machine.component())) {
                double theirs = Math.min(risk * share, JUST_BELOW * target.threshold());
                predictions.add(prediction(machine, component, "", Optional.empty(), Math.max(0, theirs), List.of()));
            }
        });
        return predictions;
    }

    /**
     * The machine's risk shared among the components of its likely modes, so that they roll up to it.
     *
     * @param system it works in; empty text for none
     */
    List<RollUp.Risk> components(ScoredMachine machine, String system) {
        return RollUp.split(target.risk(machine), shares(machine)).entrySet().stream()
                .map(part ->
                        RollUp.component(machine.site(), system, machine.equipmentId(), part.getKey(), part.getValue()))
                .toList();
    }

    private List<String> reasons(ScoredMachine machine) {
        List<String> reasons = new ArrayList<>();
        Optional.ofNullable(lastLooks.get(machine.equipmentId())).ifPresent(reasons::add);
        reasons.addAll(machine.sentences());
        Optional.ofNullable(bearings.get(machine.equipmentId())).ifPresent(reasons::add);
        Optional.ofNullable(unusual.get(machine.equipmentId())).ifPresent(reasons::add);
        reasons.addAll(cautions.of(machine));
        if (!machine.like().isEmpty()) {
            reasons.add(machine.like());
        }
        return reasons;
    }

    private Map<String, Double> shares(ScoredMachine machine) {
        Map<String, Double> shares = new TreeMap<>();
        machine.modes().forEach((mode, share) -> {
            String component = componentOfMode.getOrDefault(mode, "");
            if (!component.isEmpty()) {
                shares.merge(component, share, Double::sum);
            }
        });
        return shares;
    }

    private Prediction prediction(
            ScoredMachine machine,
            String component,
            String mode,
            Optional<Severity> severity,
            double risk,
            List<String> reasons) {
        return new Prediction(
                machine.site(),
                machine.equipmentId(),
                component,
                mode,
                severity,
                risk,
                machine.rulLowHours(),
                machine.rulMedianHours(),
                machine.rulHighHours(),
                reasons,
                machine.age(),
                asOf,
                modelVersion);
    }
}
