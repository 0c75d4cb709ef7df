package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.Axis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts on all failure targets, and the figures that follow from them. The model of each test is chosen on the headline target; the
 * further targets are judged by the same ones.
 */
final class JudgedTargets {

    private final PipelineConfig config;
    private final EvaluationInput input;
    private final Map<String, TargetVerdict> verdicts;

    private JudgedTargets(PipelineConfig config, EvaluationInput input, Map<String, TargetVerdict> verdicts) {
        this.config = config;
        this.input = input;
        this.verdicts = verdicts;
    }

    /** @param against the registered champion, where there is one to be held against */
    static JudgedTargets of(PipelineConfig config, EvaluationInput input, Optional<HeldAgainst> against) {
        Map<String, TargetVerdict> verdicts = new LinkedHashMap<>();
        Optional<Map<Integer, String>> chosen = Optional.empty();
        for (TargetSpec.Failure target : headlineFirst(config.targets())) {
            List<Policy> policies = Policies.of(
                    input,
                    target.name(),
                    config.targets().candidates(),
                    config.targets().seed());
            Optional<PolicyOutcome> registered = against.flatMap(
                    held -> held.judged(target, input, new PolicyJudge(target, config, input.histories())));
            Optional<TargetVerdict> verdict = trial(config, target, input).hold(policies, chosen, registered);
            verdict.ifPresent(found -> verdicts.put(target.name(), found));
            chosen = chosen.or(() -> verdict.map(TargetVerdict::chosen));
        }
        return new JudgedTargets(config, input, verdicts);
    }

    private static TargetTrial trial(PipelineConfig config, TargetSpec.Failure target, EvaluationInput input) {
        return new TargetTrial(new PolicyJudge(target, config, input.histories()), input.histories());
    }

    private static List<TargetSpec.Failure> headlineFirst(TargetSpec targets) {
        List<TargetSpec.Failure> ordered = new ArrayList<>(targets.failures());
        ordered.sort((a, b) -> Boolean.compare(b.headline(), a.headline()));
        return ordered;
    }

    /** What the report draws, the headline target first. */
    List<EvaluationDetail.Target> details() {
        List<EvaluationDetail.Target> details = new ArrayList<>();
        for (TargetSpec.Failure target : headlineFirst(config.targets())) {
            TargetVerdict verdict = verdicts.get(target.name());
            if (verdict != null) {
                details.add(new TargetDetail(
                                target,
                                verdict,
                                trial(config, target, input),
                                PolicyJudge.costsOf(config),
                                input.regimes())
                        .build());
            }
        }
        return details;
    }

    /** Empty where there is no failure target, or nobody to judge on it. */
    Optional<TargetVerdict> headline() {
        return config.targets().headline().map(target -> verdicts.get(target.name()));
    }

    /** The model that is registered after these tests; empty without a failure target, or a model of it. */
    Optional<String> registered() {
        return config.targets().headline().flatMap(target -> headline()
                .map(verdict -> FinalPoints.cheapest(config, input, target)
                        .orElseGet(() -> verdict.chosen().values().stream()
                                .reduce((earlier, later) -> later)
                                .orElseThrow())));
    }

    /** Of the chosen candidate on the headline target. */
    Metrics.@Nullable Failure champion() {
        return headline().map(verdict -> verdict.champion().figures()).orElse(null);
    }

    /** Of the chosen candidate on every target, in the order of the pipeline file. */
    List<Metrics.Failure> champions() {
        return config.targets().failures().stream()
                .flatMap(target -> Optional.ofNullable(verdicts.get(target.name())).stream())
                .map(verdict -> verdict.champion().figures())
                .toList();
    }

    /** Of the baselines on the headline target, by name. */
    Map<String, Metrics.Failure> baselines() {
        return headline().map(verdict -> figures(verdict, true)).orElse(Map.of());
    }

    /** Of the trained candidates on the headline target, by name, and of those chosen where that is not one in all tests. */
    Map<String, Metrics.Failure> candidates() {
        return headline().map(verdict -> figures(verdict, false)).orElse(Map.of());
    }

    private static Map<String, Metrics.Failure> figures(TargetVerdict verdict, boolean baselines) {
        Map<String, Metrics.Failure> figures = new LinkedHashMap<>();
        verdict.policies().stream()
                .filter(outcome -> outcome.policy().baseline() == baselines)
                .forEach(outcome -> figures.put(outcome.name(), outcome.figures()));
        return figures;
    }

    /** Of the baselines on the further targets, by target. */
    Map<String, Map<String, Metrics.Failure>> furtherBaselines() {
        Map<String, Map<String, Metrics.Failure>> baselines = new LinkedHashMap<>();
        for (TargetSpec.Failure target : config.targets().failures()) {
            TargetVerdict verdict = verdicts.get(target.name());
            if (verdict != null && !target.headline()) {
                baselines.put(target.name(), figures(verdict, true));
            }
        }
        return baselines;
    }

    /** The tests, with the champion's average precision on each where there is one. */
    List<Metrics.Fold> folds() {
        return headline().map(this::folds).orElseGet(() -> input.folds().stream()
                .map(fold -> fold(fold, null, fold.testRows(), fold.events(), Estimate.undefined()))
                .toList());
    }

    private List<Metrics.Fold> folds(TargetVerdict verdict) {
        PolicyOutcome champion = verdict.champion();
        List<Metrics.Fold> folds = new ArrayList<>();
        for (int i = 0; i < champion.folds().size(); i++) {
            PolicyOutcome.OnFold on = champion.folds().get(i);
            Estimate precision = PolicyJudge.bootstrap(config)
                    .estimate(champion.policy().folds().get(i).test().metrics().averagePrecision());
            folds.add(fold(
                    on.fold(),
                    verdict.chosen().get(on.fold().fold()),
                    champion.policy().folds().get(i).test().labelled().size(),
                    on.test().tally(Double.POSITIVE_INFINITY).events(),
                    precision));
        }
        return folds;
    }

    private static Metrics.Fold fold(
            TestFold fold, @Nullable String candidate, long n, long events, Estimate averagePrecision) {
        return new Metrics.Fold(
                fold.fold(),
                fold.train().from(),
                fold.train().to(),
                fold.test().from(),
                fold.test().to(),
                n,
                events,
                averagePrecision,
                candidate);
    }

    /** Candidates trained without some machines, on those machines: the one chosen without them. */
    Metrics.@Nullable Failure onNewMachines(Axis axis) {
        return config.targets()
                .headline()
                .flatMap(target -> onNewMachines(target, new PolicyJudge(target, config, input.histories()), axis))
                .orElse(null);
    }

    private Optional<Metrics.Failure> onNewMachines(TargetSpec.Failure target, PolicyJudge judge, Axis axis) {
        List<Policy> policies = config.targets().candidates().stream()
                .flatMap(candidate -> Policies.onNewMachines(input, target.name(), candidate, axis).stream())
                .toList();
        return FoldChoice.models(policies, judge::validationCost)
                .map(policy -> judge.judge(policy).figures());
    }

    /** On the plain model; null where that was not among the candidates. */
    Metrics.@Nullable Improvement improvement() {
        return headline()
                .flatMap(verdict -> plain(verdict).map(plain -> improvement(verdict, plain)))
                .orElse(null);
    }

    private Metrics.Improvement improvement(TargetVerdict verdict, EventTally plain) {
        CostModel costs = PolicyJudge.costsOf(config);
        EventTally ours = verdict.champion().tally(OperatingPoints.COST_OPTIMAL);
        return new Metrics.Improvement(
                TargetSpec.PLAIN,
                PolicyJudge.bootstrap(config).estimate(plain.costPerMachineWeek(costs)),
                PolicyJudge.bootstrap(config).estimate(ours.shareSavedAgainst(plain, costs)));
    }

    /** By machine, under the champion and the plain model; nothing where that was not among the candidates. */
    Map<String, GradingFiles.Costs> machineCosts() {
        CostModel costs = PolicyJudge.costsOf(config);
        Map<String, GradingFiles.Costs> byMachine = new LinkedHashMap<>();
        headline().ifPresent(verdict -> plain(verdict).ifPresent(plain -> {
            double[] theirs = plain.cost(costs);
            double[] ours =
                    verdict.champion().tally(OperatingPoints.COST_OPTIMAL).cost(costs);
            for (int machine = 0; machine < theirs.length; machine++) {
                byMachine.put(plain.machines().get(machine), new GradingFiles.Costs(ours[machine], theirs[machine]));
            }
        }));
        return byMachine;
    }

    /** Counts of the plain model where it costs least; empty where it was not among the candidates. */
    private static Optional<EventTally> plain(TargetVerdict verdict) {
        return verdict.policies().stream()
                .filter(outcome -> outcome.name().equals(TargetSpec.PLAIN))
                .findFirst()
                .map(outcome -> outcome.tally(OperatingPoints.COST_OPTIMAL));
    }
}
