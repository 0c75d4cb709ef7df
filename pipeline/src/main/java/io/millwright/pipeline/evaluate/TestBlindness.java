package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.row.Label;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a choice depends on what happened in a test: everything is chosen as it was, and once more with every answer of the test turned
 * round and all its failures, replacements and repairs taken away. A threshold of a fold or the choice of the model that changes has seen
 * the test.
 *
 * @param choices that were made twice
 * @param changed a sentence for each that came out differently
 */
public record TestBlindness(int choices, List<String> changed) {

    public TestBlindness {
        changed = List.copyOf(changed);
    }

    /** Of the headline target's predictions in the lake; no choices where there are none. */
    public static TestBlindness of(Lake lake, PipelineConfig config) {
        TargetSpec.Failure target = config.targets().headline().orElseThrow();
        EvaluationInput input = new EvaluationTables(lake, config).read();
        int choices = 0;
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < input.folds().size(); i++) {
            TestFold fold = input.folds().get(i);
            boolean last = i == input.folds().size() - 1;
            Map<String, Object> asItWas = choices(config, target, input, fold, last);
            Map<String, Object> turnedRound = choices(
                    config,
                    target,
                    turnedRound(input, fold.test().from(), target.horizon().toMillis()),
                    fold,
                    last);
            choices += asItWas.size();
            asItWas.forEach((what, chosen) -> {
                Object otherwise = turnedRound.get(what);
                if (!chosen.equals(otherwise)) {
                    changed.add(what + " is " + chosen + ", but " + otherwise + " where the test from "
                            + fold.test().from() + " ended otherwise");
                }
            });
        }
        return new TestBlindness(choices, changed);
    }

    /** Every threshold of a fold, and after the last fold the model; by what they are. */
    private static Map<String, Object> choices(
            PipelineConfig config, TargetSpec.Failure target, EvaluationInput input, TestFold fold, boolean last) {
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());
        List<Policy> policies = Policies.of(
                input,
                target.name(),
                config.targets().candidates(),
                config.targets().seed());
        Map<String, Object> choices = new TreeMap<>();
        for (Policy policy : policies) {
            policy.folds().stream()
                    .filter(on -> on.fold().fold() == fold.fold())
                    .flatMap(on -> judge.points(policy, on).values().stream())
                    .forEach(point -> choices.put(name(policy, fold, point), point.threshold()));
        }
        if (last) {
            List<Policy> models =
                    policies.stream().filter(policy -> !policy.baseline()).toList();
            TargetTrial.cheapest(models, judge::validationCost)
                    .ifPresent(model -> choices.put("the model", model.name()));
        }
        return choices;
    }

    private static String name(Policy policy, TestFold fold, OperatingPoint point) {
        return "the threshold " + point.name() + " of " + policy.name() + " in fold " + fold.fold();
    }

    private static EvaluationInput turnedRound(EvaluationInput input, Instant from, long horizonMillis) {
        Map<String, Map<String, Map<Long, Label>>> labels = new HashMap<>();
        input.labels().forEach((target, byMachine) -> {
            Map<String, Map<Long, Label>> turned = new HashMap<>();
            byMachine.forEach((machine, byTime) -> turned.put(machine, turnedRound(byTime, from, horizonMillis)));
            labels.put(target, turned);
        });
        Map<String, MachineHistory> histories = new TreeMap<>();
        input.histories().forEach((machine, history) -> histories.put(machine, history.before(from)));
        return new EvaluationInput(
                input.folds(), input.heldOut(), input.predictions(), labels, histories, input.rulRows());
    }

    /** Rows whose horizon reaches into the test get their answer from it. */
    private static Map<Long, Label> turnedRound(Map<Long, Label> byTime, Instant from, long horizonMillis) {
        Map<Long, Label> turned = new HashMap<>();
        byTime.forEach((at, label) -> turned.put(
                at,
                at + horizonMillis <= from.toEpochMilli()
                        ? label
                        : switch (label) {
                            case POSITIVE -> Label.NEGATIVE;
                            case NEGATIVE, UNLABELLED -> Label.POSITIVE;
                        }));
        return turned;
    }
}
