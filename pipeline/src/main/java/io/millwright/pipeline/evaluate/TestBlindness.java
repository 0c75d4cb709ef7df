package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.row.Label;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * Whether a choice depends on what happened in a test: everything is chosen as it was, and once more with every answer of the test turned
 * round and all its failures, replacements and repairs taken away. A threshold of a fold, its model or what that is held against that
 * changes has seen the test. A test of a split by time is all that happens from its start on; of any other split, what happened to its
 * machines.
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
        return of(new EvaluationTables(lake, config).read(), config, FoldChoice::model);
    }

    /** @param model how the model of a fold is chosen; another way than the pipeline's to see it caught */
    static TestBlindness of(EvaluationInput input, PipelineConfig config, FoldChoice.Choosing model) {
        TargetSpec.Failure target = config.targets().headline().orElseThrow();
        boolean byTime = config.split().kind() == SplitSpec.Kind.TIME;
        int choices = 0;
        List<String> changed = new ArrayList<>();
        for (TestFold fold : input.folds()) {
            EvaluationInput otherwiseEnded = byTime
                    ? turnedRound(input, fold.test().from(), target.horizon().toMillis())
                    : turnedRound(input, tested(input, target, fold));
            Map<String, Object> asItWas = choices(config, target, input, fold.fold(), model);
            Map<String, Object> turnedRound = choices(config, target, otherwiseEnded, fold.fold(), model);
            choices += asItWas.size();
            asItWas.forEach((what, chosen) -> {
                Object otherwise = turnedRound.get(what);
                if (!chosen.equals(otherwise)) {
                    changed.add(what + " is " + chosen + ", but " + otherwise + " where the test "
                            + (byTime ? "from " + fold.test().from() + " " : "") + "ended otherwise");
                }
            });
        }
        return new TestBlindness(choices, changed);
    }

    /** Every threshold of a fold, its model and its baseline, by what they are. */
    private static Map<String, Object> choices(
            PipelineConfig config,
            TargetSpec.Failure target,
            EvaluationInput input,
            int fold,
            FoldChoice.Choosing model) {
        PolicyJudge judge = new PolicyJudge(target, config, input.histories());
        List<Policy> policies = Policies.of(
                input,
                target.name(),
                config.targets().candidates(),
                config.targets().seed());
        Map<String, Object> choices = new TreeMap<>();
        Map<String, Double> costs = new HashMap<>();
        for (Policy policy : policies) {
            policy.on(fold).map(on -> judge.validated(policy, on)).ifPresent(validated -> {
                costs.put(policy.name(), validated.cost());
                validated.points().values().forEach(point -> choices.put(name(policy, fold, point), point.threshold()));
            });
        }
        FoldChoice.Cost cost = (policy, on) -> on.fold().fold() == fold
                ? costs.getOrDefault(policy.name(), Double.NaN)
                : judge.validationCost(policy, on);
        model.in(fold, policies, cost).ifPresent(name -> choices.put("the model of fold " + fold, name));
        FoldChoice.baseline(fold, policies, cost).ifPresent(name -> choices.put("the baseline of fold " + fold, name));
        return choices;
    }

    private static String name(Policy policy, int fold, OperatingPoint point) {
        return "the threshold " + point.name() + " of " + policy.name() + " in fold " + fold;
    }

    /** Machines tested in a fold. */
    private static Set<String> tested(EvaluationInput input, TargetSpec.Failure target, TestFold fold) {
        Set<String> machines = new HashSet<>();
        input.predictions().forEach((key, predictions) -> {
            if (key.target().equals(target.name())
                    && key.fold() == fold.fold()
                    && key.role() == EvaluationInput.Role.TEST) {
                machines.addAll(predictions.machines());
            }
        });
        return machines;
    }

    /** What happened to some machines, whenever it did. */
    private static EvaluationInput turnedRound(EvaluationInput input, Set<String> tested) {
        return with(
                input,
                (machine, at) -> tested.contains(machine),
                history -> tested.contains(history.equipmentId()) ? history.before(Instant.MIN) : history);
    }

    /** What happened from a moment on; rows whose horizon reaches beyond it get their answer from there. */
    private static EvaluationInput turnedRound(EvaluationInput input, Instant from, long horizonMillis) {
        return with(input, (machine, at) -> at + horizonMillis > from.toEpochMilli(), history -> history.before(from));
    }

    private static EvaluationInput with(
            EvaluationInput input, BiPredicate<String, Long> turned, UnaryOperator<MachineHistory> shortened) {
        Map<String, Map<String, Map<Long, Label>>> labels = new HashMap<>();
        input.labels().forEach((target, byMachine) -> {
            Map<String, Map<Long, Label>> ofTarget = new HashMap<>();
            byMachine.forEach((machine, byTime) -> {
                Map<Long, Label> ofMachine = new HashMap<>();
                byTime.forEach((at, label) -> ofMachine.put(at, turned.test(machine, at) ? opposite(label) : label));
                ofTarget.put(machine, ofMachine);
            });
            labels.put(target, ofTarget);
        });
        Map<String, MachineHistory> histories = new TreeMap<>();
        input.histories().forEach((machine, history) -> histories.put(machine, shortened.apply(history)));
        return new EvaluationInput(
                input.folds(),
                input.heldOut(),
                input.predictions(),
                labels,
                histories,
                input.facts(),
                input.regimes(),
                input.lives());
    }

    private static Label opposite(Label label) {
        return label == Label.POSITIVE ? Label.NEGATIVE : Label.POSITIVE;
    }
}
