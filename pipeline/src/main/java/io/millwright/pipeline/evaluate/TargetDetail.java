package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.EventResult;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.SweepPoint;
import io.millwright.evaluation.row.ReliabilityBin;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.TargetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What lies behind a target's figures, for plots, the model card and the doubtful. */
final class TargetDetail {

    /** Decisions are taken at the cheapest threshold, so events and alerts are shown there. */
    static final String SHOWN = OperatingPoints.COST_OPTIMAL;

    private static final int RELIABILITY_BINS = 10;

    private final TargetSpec.Failure target;
    private final TargetVerdict verdict;
    private final TargetTrial trial;
    private final CostModel costs;

    TargetDetail(TargetSpec.Failure target, TargetVerdict verdict, TargetTrial trial, CostModel costs) {
        this.target = target;
        this.verdict = verdict;
        this.trial = trial;
        this.costs = costs;
    }

    EvaluationDetail.Target build() {
        PolicyOutcome champion = verdict.champion();
        return new EvaluationDetail.Target(
                target.name(),
                champion.figures().horizonHours(),
                champion.figures().minimumLeadHours(),
                target.headline(),
                champion.name(),
                verdict.incumbent().name(),
                SHOWN,
                policies(),
                reliability(champion),
                costCurve(champion),
                costSensitivity(),
                segments(),
                events(champion),
                alerts(champion),
                Arrays.stream(champion.tally(SHOWN).leadHours()).boxed().toList());
    }

    private List<EvaluationDetail.Policy> policies() {
        return verdict.policies().stream()
                .map(outcome -> new EvaluationDetail.Policy(
                        outcome.figures(), outcome.policy().baseline(), outcome.validationCost()))
                .toList();
    }

    private List<ReliabilityBin> reliability(PolicyOutcome champion) {
        ScoredRows probabilities = trial.probabilities(champion.policy());
        return probabilities.size() == 0 ? List.of() : probabilities.metrics().reliability(RELIABILITY_BINS);
    }

    /** All tests together at common thresholds. */
    private List<SweepPoint> costCurve(PolicyOutcome champion) {
        double[] thresholds = champion.folds().stream()
                .flatMap(on -> on.test().sweep(costs).stream())
                .mapToDouble(SweepPoint::threshold)
                .sorted()
                .distinct()
                .toArray();
        int step = Math.max(1, thresholds.length / 150);
        List<SweepPoint> curve = new ArrayList<>();
        for (int i = thresholds.length - 1; i >= 0; i -= step) {
            curve.add(at(champion, thresholds[i]));
        }
        return curve;
    }

    private SweepPoint at(PolicyOutcome champion, double threshold) {
        EventTally tally = EventTally.pooled(
                champion.folds().stream().map(on -> on.test().tally(threshold)).toList());
        return SweepPoint.of(threshold, tally, costs);
    }

    /** What if a failure, or a false alarm, cost half as much or half as much again? Thresholds stay as chosen. */
    private List<EvaluationDetail.CostCase> costSensitivity() {
        List<EvaluationDetail.CostCase> cases = new ArrayList<>();
        cases.add(costCase("as configured", costs));
        for (double factor : new double[] {0.5, 1.5}) {
            String by = factor < 1 ? "50 % less" : "50 % more";
            cases.add(costCase(
                    "a failure costs " + by,
                    new CostModel(factor * costs.unplanned(), costs.planned(), costs.falseAlarm())));
            cases.add(costCase(
                    "planned work costs " + by,
                    new CostModel(costs.unplanned(), factor * costs.planned(), costs.falseAlarm())));
            cases.add(costCase(
                    "a false alarm costs " + by,
                    new CostModel(costs.unplanned(), costs.planned(), factor * costs.falseAlarm())));
        }
        return cases;
    }

    private EvaluationDetail.CostCase costCase(String name, CostModel assumed) {
        EventTally champion = verdict.challenger().tally(SHOWN);
        EventTally incumbent = verdict.incumbent().tally(SHOWN);
        return new EvaluationDetail.CostCase(
                name,
                champion.costPerMachineWeek(assumed).value(),
                incumbent.costPerMachineWeek(assumed).value(),
                trial.bootstrap().estimate(champion.savedAgainst(incumbent, assumed)));
    }

    private List<EvaluationDetail.Segment> segments() {
        List<EvaluationDetail.Segment> segments = new ArrayList<>();
        segments.addAll(segments("site", MachineHistory::site));
        segments.addAll(segments("type", MachineHistory::type));
        segments.addAll(modes());
        return segments;
    }

    private List<EvaluationDetail.Segment> segments(String by, Function<MachineHistory, String> part) {
        List<EvaluationDetail.Segment> segments = new ArrayList<>();
        for (Map.Entry<String, Set<String>> entry : trial.parts(part).entrySet()) {
            Set<String> members = entry.getValue();
            EventTally ours = verdict.champion().tally(SHOWN, members::contains);
            EventTally theirs = verdict.incumbent().tally(SHOWN, members::contains);
            segments.add(new EvaluationDetail.Segment(
                    by,
                    entry.getKey(),
                    ours.events(),
                    trial.bootstrap().estimate(ours.eventRecall()),
                    trial.bootstrap().estimate(theirs.eventRecall()),
                    trial.bootstrap().estimate(ours.eventPrecision())));
        }
        return segments;
    }

    /** By failure mode; an alert has no mode, so there is no precision. */
    private List<EvaluationDetail.Segment> modes() {
        Map<String, Map<String, long[]>> ours = byMode(verdict.champion());
        Map<String, Map<String, long[]>> theirs = byMode(verdict.incumbent());
        List<EvaluationDetail.Segment> segments = new ArrayList<>();
        ours.forEach((mode, machines) -> segments.add(new EvaluationDetail.Segment(
                "mode",
                mode,
                machines.values().stream().mapToLong(counts -> counts[0]).sum(),
                recall(machines),
                recall(theirs.getOrDefault(mode, Map.of())),
                Estimate.undefined())));
        return segments;
    }

    /** Of machines, each with its failures and those of them that were foretold. */
    private Estimate recall(Map<String, long[]> machines) {
        double[] failures =
                machines.values().stream().mapToDouble(counts -> counts[0]).toArray();
        double[] foretold =
                machines.values().stream().mapToDouble(counts -> counts[1]).toArray();
        long n = Math.round(Arrays.stream(failures).sum());
        return n == 0 ? Estimate.undefined() : trial.bootstrap().estimate(ClusterMetric.ratio(foretold, failures, n));
    }

    /** By mode, then machine: failures, and those of them that were foretold. */
    private static Map<String, Map<String, long[]>> byMode(PolicyOutcome outcome) {
        Map<String, Map<String, long[]>> byMode = new TreeMap<>();
        for (PolicyOutcome.OnFold on : outcome.folds()) {
            for (EventResult result : on.test().events(on.point(SHOWN).threshold())) {
                String mode = result.event().mode().isEmpty()
                        ? "unknown"
                        : result.event().mode();
                long[] counts = byMode.computeIfAbsent(mode, any -> new TreeMap<>())
                        .computeIfAbsent(result.machine(), any -> new long[2]);
                counts[0]++;
                counts[1] += result.detected() ? 1 : 0;
            }
        }
        return byMode;
    }

    private List<EvaluationDetail.Event> events(PolicyOutcome champion) {
        List<EvaluationDetail.Event> events = new ArrayList<>();
        for (int fold = 0; fold < champion.folds().size(); fold++) {
            PolicyOutcome.OnFold on = champion.folds().get(fold);
            ScoredRows scores = champion.policy().folds().get(fold).test();
            Map<String, List<Integer>> rows = byMachine(scores);
            for (EventResult result : on.test().events(on.point(SHOWN).threshold())) {
                events.add(new EvaluationDetail.Event(
                        result.machine(),
                        result.event().at(),
                        result.event().component(),
                        result.event().mode(),
                        on.fold().fold(),
                        result.detected(),
                        result.leadHours(),
                        result.alertedLate(),
                        highestInZone(scores, rows.getOrDefault(result.machine(), List.of()), result)));
            }
        }
        events.sort(
                Comparator.comparing(EvaluationDetail.Event::at).thenComparing(EvaluationDetail.Event::equipmentId));
        return events;
    }

    private static Map<String, List<Integer>> byMachine(ScoredRows scores) {
        return IntStream.range(0, scores.size()).boxed().collect(Collectors.groupingBy(scores::machine));
    }

    /** @param rows of the machine that failed */
    private double highestInZone(ScoredRows scores, List<Integer> rows, EventResult result) {
        long at = result.event().at().toEpochMilli();
        long from = at - target.horizon().toMillis();
        long to = Math.min(at - 1, at - target.minimumLead().toMillis());
        double highest = Double.NaN;
        for (int row : rows) {
            if (scores.asOfMillis(row) > from && scores.asOfMillis(row) <= to) {
                highest = Double.isNaN(highest) ? scores.score(row) : Math.max(highest, scores.score(row));
            }
        }
        return highest;
    }

    private static List<EvaluationDetail.Alert> alerts(PolicyOutcome champion) {
        List<EvaluationDetail.Alert> alerts = new ArrayList<>();
        for (PolicyOutcome.OnFold on : champion.folds()) {
            AlertEvaluator test = on.test();
            for (Episode episode : test.episodes(on.point(SHOWN).threshold())) {
                alerts.add(new EvaluationDetail.Alert(
                        episode.machine(),
                        episode.start(),
                        episode.score(),
                        episode.outcome().name().toLowerCase(Locale.ROOT),
                        on.fold().fold()));
            }
        }
        alerts.sort(
                Comparator.comparing(EvaluationDetail.Alert::start).thenComparing(EvaluationDetail.Alert::equipmentId));
        return alerts;
    }
}
