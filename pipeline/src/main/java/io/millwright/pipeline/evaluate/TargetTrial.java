package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.PromotionRule;
import io.millwright.evaluation.event.Baselines;
import io.millwright.evaluation.event.EventResult;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.row.ScoredRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Judges every policy of a target, picks the best model on validation data, and holds it against the incumbent on the tests. */
final class TargetTrial {

    private final PolicyJudge judge;
    private final Map<String, MachineHistory> histories;
    private final Function<ClusterMetric, Estimate> interval;

    TargetTrial(PolicyJudge judge, Map<String, MachineHistory> histories) {
        this(judge, histories, judge.bootstrap()::estimate);
    }

    /** @param interval of the saved cost */
    TargetTrial(PolicyJudge judge, Map<String, MachineHistory> histories, Function<ClusterMetric, Estimate> interval) {
        this.judge = judge;
        this.histories = histories;
        this.interval = interval;
    }

    /**
     * Judges all, picks the champion, and says whether it may replace the incumbent.
     *
     * @param chosen candidate already chosen on the headline target, where this is another one
     * @param registered the registered champion on these tests, or on some of them, where there is one
     * @return empty where no model was trained for the target
     */
    Optional<TargetVerdict> hold(List<Policy> policies, Optional<String> chosen, Optional<PolicyOutcome> registered) {
        List<PolicyOutcome> outcomes =
                policies.parallelStream().map(judge::judge).toList();
        return chosen.flatMap(name -> named(outcomes, name))
                .or(() -> cheapestModel(outcomes))
                .map(champion -> verdict(outcomes, champion, registered));
    }

    /** By cost on validation data; of equals the one the configuration names first. */
    private static Optional<PolicyOutcome> cheapestModel(List<PolicyOutcome> outcomes) {
        return cheapest(
                outcomes.stream()
                        .filter(outcome -> !outcome.policy().baseline())
                        .toList(),
                PolicyOutcome::validationCost);
    }

    static <M> Optional<M> cheapest(List<M> models, ToDoubleFunction<M> validationCost) {
        return models.stream().min(Comparator.comparingDouble(model -> {
            double cost = validationCost.applyAsDouble(model);
            return Double.isNaN(cost) ? Double.MAX_VALUE : cost;
        }));
    }

    private TargetVerdict verdict(
            List<PolicyOutcome> outcomes, PolicyOutcome champion, Optional<PolicyOutcome> registered) {
        PolicyOutcome incumbent =
                registered.or(() -> named(outcomes, cheapestBaseline(outcomes))).orElse(champion);
        PromotionRule.Comparison comparison = comparison(
                champion.on(incumbent).folds(),
                incumbent.folds(),
                champion.figures().calibrationSlope());
        return new TargetVerdict(
                outcomes, champion, incumbent, comparison.savedCostPerMachineWeek(), objections(comparison));
    }

    /** What the promotion rule sees of a challenger and an incumbent on the same tests. */
    PromotionRule.Comparison comparison(
            List<PolicyOutcome.OnFold> challenger, List<PolicyOutcome.OnFold> incumbent, Estimate calibrationSlope) {
        EventTally ours = PolicyOutcome.pooled(challenger, OperatingPoints.COST_OPTIMAL, (fold, machine) -> true);
        EventTally theirs = PolicyOutcome.pooled(incumbent, OperatingPoints.COST_OPTIMAL, (fold, machine) -> true);
        return new PromotionRule.Comparison(
                interval.apply(ours.savedAgainst(theirs, judge.costs())),
                segments(challenger, incumbent),
                calibrationSlope);
    }

    /** Why the incumbent stays; empty where the challenger is promoted. */
    static List<String> objections(PromotionRule.Comparison comparison) {
        return PromotionRule.standard().decide(comparison) instanceof PromotionRule.Kept kept
                ? kept.reasons()
                : List.of();
    }

    private static Optional<PolicyOutcome> named(List<PolicyOutcome> outcomes, String name) {
        return outcomes.stream().filter(outcome -> outcome.name().equals(name)).findFirst();
    }

    /** On data before the tests. Random is there to compare with, not to be followed. */
    private static String cheapestBaseline(List<PolicyOutcome> outcomes) {
        return Baselines.incumbent(outcomes.stream()
                        .filter(outcome ->
                                outcome.policy().baseline() && !outcome.name().equals(Baselines.RANDOM))
                        .map(outcome -> new Baselines.PolicyCost(outcome.name(), outcome.validationCost()))
                        .toList())
                .name();
    }

    /** The fleet, every part of it, and every kind of failure; without those that are the whole fleet again. */
    private List<PromotionRule.Segment> segments(
            List<PolicyOutcome.OnFold> challenger, List<PolicyOutcome.OnFold> incumbent) {
        List<PromotionRule.Segment> segments = new ArrayList<>();
        segment("the whole fleet", (fold, machine) -> true, challenger, incumbent)
                .ifPresent(segments::add);
        List<TestFold> tests =
                challenger.stream().map(PolicyOutcome.OnFold::fold).toList();
        for (Division division : Division.values()) {
            for (Division.Part part : division.parts(histories.values(), tests)) {
                segment(division.by + " " + part.name(), part::holds, challenger, incumbent)
                        .ifPresent(segments::add);
            }
        }
        for (FailureKind kind : FailureKind.values()) {
            segments.addAll(segments(kind, challenger, incumbent));
        }
        long all = segments.isEmpty() ? 0 : segments.get(0).events();
        return IntStream.range(0, segments.size())
                .filter(segment -> segment == 0 || segments.get(segment).events() < all)
                .mapToObj(segments::get)
                .toList();
    }

    /** Empty where too few of its machines failed for the rule to judge it. */
    private static Optional<PromotionRule.Segment> segment(
            String name,
            BiPredicate<TestFold, String> machines,
            List<PolicyOutcome.OnFold> challenger,
            List<PolicyOutcome.OnFold> incumbent) {
        EventTally ours = PolicyOutcome.pooled(challenger, OperatingPoints.ALERT_BUDGET, machines);
        return ours.events() < PromotionRule.standard().segmentEvents()
                ? Optional.empty()
                : Optional.of(new PromotionRule.Segment(
                        name,
                        ours.events(),
                        PolicyOutcome.pooled(incumbent, OperatingPoints.ALERT_BUDGET, machines)
                                .eventRecall()
                                .value(),
                        ours.eventRecall().value()));
    }

    private List<PromotionRule.Segment> segments(
            FailureKind kind, List<PolicyOutcome.OnFold> challenger, List<PolicyOutcome.OnFold> incumbent) {
        Map<String, FoundFailures> ours = foundBy(kind, challenger, OperatingPoints.ALERT_BUDGET);
        Map<String, FoundFailures> theirs = foundBy(kind, incumbent, OperatingPoints.ALERT_BUDGET);
        return ours.entrySet().stream()
                .map(part -> new PromotionRule.Segment(
                        kind.by + " " + part.getKey(),
                        part.getValue().events(),
                        FoundFailures.of(theirs, part.getKey()).share(),
                        part.getValue().share()))
                .toList();
    }

    /** Failures of the tests by their kind, at an operating point. */
    Map<String, FoundFailures> foundBy(FailureKind kind, List<PolicyOutcome.OnFold> folds, String point) {
        Map<String, FoundFailures> found = new TreeMap<>();
        for (PolicyOutcome.OnFold on : folds) {
            for (EventResult result : on.test().events(on.point(point).threshold())) {
                MachineHistory machine = histories.get(result.machine());
                String name = machine == null
                        ? MachineFacts.UNKNOWN
                        : kind.name(
                                result.event(),
                                machine.facts(),
                                on.fold().test().from());
                found.computeIfAbsent(name, any -> new FoundFailures()).add(result.machine(), result.detected());
            }
        }
        return found;
    }

    Map<String, MachineHistory> histories() {
        return histories;
    }

    /** The calibrated test rows of a policy, all tests as one. */
    ScoredRows probabilities(Policy policy) {
        return judge.pooled(policy, Policy.OnFold::testProbabilities);
    }

    ClusterBootstrap bootstrap() {
        return judge.bootstrap();
    }
}
