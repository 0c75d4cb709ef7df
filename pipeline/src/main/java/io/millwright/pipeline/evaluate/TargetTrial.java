package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.PromotionRule;
import io.millwright.evaluation.event.EventResult;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.row.ScoredRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Judges every policy of a target, picks for every test the best model on the validation data of its fold, and holds them against the
 * incumbent on the tests.
 */
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
     * @param chosen candidates already chosen on the headline target, by fold, where this is another one
     * @param registered the registered champion on these tests, or on some of them, where there is one
     * @return empty where no model was trained for the target
     */
    Optional<TargetVerdict> hold(
            List<Policy> policies, Optional<Map<Integer, String>> chosen, Optional<PolicyOutcome> registered) {
        Map<String, PolicyOutcome> outcomes = new LinkedHashMap<>();
        policies.parallelStream().map(judge::judge).toList().forEach(outcome -> outcomes.put(outcome.name(), outcome));
        FoldChoice.Cost cost = (policy, on) -> Optional.ofNullable(outcomes.get(policy.name()))
                .orElseThrow()
                .validationCost(on.fold().fold());
        Map<Integer, String> models = chosen.filter(names -> tested(policies, names))
                .orElseGet(() -> FoldChoice.inEach(policies, cost, FoldChoice::model));
        return models.isEmpty()
                ? Optional.empty()
                : Optional.of(verdict(
                        List.copyOf(outcomes.values()),
                        models,
                        registered,
                        FoldChoice.inEach(policies, cost, FoldChoice::baseline)));
    }

    private static boolean tested(List<Policy> policies, Map<Integer, String> chosen) {
        return chosen.entrySet().stream().allMatch(each -> policies.stream()
                .anyMatch(policy -> policy.name().equals(each.getValue())
                        && policy.on(each.getKey()).isPresent()));
    }

    private TargetVerdict verdict(
            List<PolicyOutcome> outcomes,
            Map<Integer, String> models,
            Optional<PolicyOutcome> registered,
            Map<Integer, String> baselines) {
        PolicyOutcome champion = judge.asOne(outcomes, models);
        PolicyOutcome incumbent =
                registered.orElseGet(() -> baselines.isEmpty() ? champion : judge.asOne(outcomes, baselines));
        PromotionRule.Comparison comparison = comparison(
                champion.on(incumbent).folds(),
                incumbent.folds(),
                champion.figures().calibrationSlope());
        List<PolicyOutcome> judged = new ArrayList<>(outcomes);
        if (outcomes.stream().noneMatch(outcome -> outcome.name().equals(champion.name()))) {
            judged.add(champion);
        }
        return new TargetVerdict(
                judged, models, champion, incumbent, comparison.savedCostPerMachineWeek(), objections(comparison));
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
