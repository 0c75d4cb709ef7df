package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.EventResult;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.SweepPoint;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ReliabilityBin;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.TargetSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What lies behind a target's figures, for plots, the model card and the doubtful. */
final class TargetDetail {

    /** Decisions are taken at the cheapest threshold, so events and alerts are shown there. */
    static final String SHOWN = OperatingPoints.COST_OPTIMAL;

    static final String REGIME = "regime";

    private static final int RELIABILITY_BINS = 10;

    private final TargetSpec.Failure target;
    private final TargetVerdict verdict;
    private final TargetTrial trial;
    private final CostModel costs;
    private final Map<String, Map<Long, Integer>> regimes;

    /** @param regimes of test rows by machine and moment; empty where the fleet has none */
    TargetDetail(
            TargetSpec.Failure target,
            TargetVerdict verdict,
            TargetTrial trial,
            CostModel costs,
            Map<String, Map<Long, Integer>> regimes) {
        this.target = target;
        this.verdict = verdict;
        this.trial = trial;
        this.costs = costs;
        this.regimes = regimes;
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
                notDivided(),
                events(champion),
                alerts(champion),
                Arrays.stream(champion.tally(SHOWN).leadHours()).boxed().toList());
    }

    private List<EvaluationDetail.Policy> policies() {
        return verdict.policies().stream()
                .map(outcome -> new EvaluationDetail.Policy(
                        outcome.figures(), outcome.policy().baseline(), outcome.validationCosts()))
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
        List<AlertEvaluator> tests =
                champion.folds().stream().map(PolicyOutcome.OnFold::test).toList();
        List<AlertEvaluator> patient =
                tests.stream().map(AlertEvaluator::patient).toList();
        int step = Math.max(1, thresholds.length / 150);
        List<SweepPoint> curve = new ArrayList<>();
        for (int i = thresholds.length - 1; i >= 0; i -= step) {
            curve.add(
                    SweepPoint.of(thresholds[i], pooled(tests, thresholds[i]), pooled(patient, thresholds[i]), costs));
        }
        return curve;
    }

    private static EventTally pooled(List<AlertEvaluator> tests, double threshold) {
        return EventTally.pooled(
                tests.stream().map(test -> test.tally(threshold)).toList());
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
        for (Division division : Division.values()) {
            if (division.isKnown(facts(), start())) {
                segments.addAll(segments(division));
            }
        }
        for (FailureKind kind : FailureKind.values()) {
            segments.addAll(segments(kind));
        }
        segments.addAll(regimes());
        return segments;
    }

    private List<EvaluationDetail.Segment> segments(Division division) {
        List<TestFold> tests = verdict.champion().folds().stream()
                .map(PolicyOutcome.OnFold::fold)
                .toList();
        List<EvaluationDetail.Segment> segments = new ArrayList<>();
        for (Division.Part part : division.parts(trial.histories().values(), tests)) {
            EventTally ours = verdict.champion().tally(SHOWN, part::holds);
            EventTally theirs = verdict.incumbent().tally(SHOWN, part::holds);
            segments.add(new EvaluationDetail.Segment(
                    division.by,
                    part.name(),
                    ours.events(),
                    trial.bootstrap().estimate(ours.eventRecall()),
                    trial.bootstrap().estimate(theirs.eventRecall()),
                    trial.bootstrap().estimate(ours.eventPrecision())));
        }
        return segments;
    }

    /** Without the generations where none was delivered. */
    private List<EvaluationDetail.Segment> segments(FailureKind kind) {
        Map<String, FoundFailures> ours = trial.foundBy(kind, verdict.champion().folds(), SHOWN);
        Map<String, FoundFailures> theirs =
                trial.foundBy(kind, verdict.incumbent().folds(), SHOWN);
        if (kind == FailureKind.GENERATION && !generationsKnown()) {
            return List.of();
        }
        return ours.entrySet().stream()
                .map(part -> new EvaluationDetail.Segment(
                        kind.by,
                        part.getKey(),
                        part.getValue().events(),
                        part.getValue().recall(trial.bootstrap()),
                        FoundFailures.of(theirs, part.getKey()).recall(trial.bootstrap()),
                        Estimate.undefined()))
                .toList();
    }

    /** Row by row: of the rows before failures the share at or above the threshold, and of the rows above it those before failures. */
    private List<EvaluationDetail.Segment> regimes() {
        Map<String, FoundFailures> ours = rowsByRegime(verdict.champion(), false);
        Map<String, FoundFailures> theirs = rowsByRegime(verdict.incumbent(), false);
        Map<String, FoundFailures> alerts = rowsByRegime(verdict.champion(), true);
        return ours.entrySet().stream()
                .map(part -> new EvaluationDetail.Segment(
                        REGIME,
                        part.getKey(),
                        part.getValue().events(),
                        part.getValue().recall(trial.bootstrap()),
                        FoundFailures.of(theirs, part.getKey()).recall(trial.bootstrap()),
                        FoundFailures.of(alerts, part.getKey()).recall(trial.bootstrap())))
                .toList();
    }

    /** Rows before failures and whether they are above the threshold; or the other way round. */
    private Map<String, FoundFailures> rowsByRegime(PolicyOutcome outcome, boolean ofAlerts) {
        Map<String, FoundFailures> rows = new TreeMap<>();
        for (int fold = 0; fold < outcome.folds().size(); fold++) {
            double threshold = outcome.folds().get(fold).point(SHOWN).threshold();
            ScoredRows tests = outcome.policy().folds().get(fold).test().labelled();
            for (int row = 0; row < tests.size(); row++) {
                Integer regime =
                        regimes.getOrDefault(tests.machine(row), Map.of()).get(tests.asOfMillis(row));
                boolean before = tests.label(row) == Label.POSITIVE;
                boolean above = tests.score(row) >= threshold;
                if (regime != null && (ofAlerts ? above : before)) {
                    rows.computeIfAbsent("regime " + (regime + 1), any -> new FoundFailures())
                            .add(tests.machine(row), ofAlerts ? before : above);
                }
            }
        }
        return rows;
    }

    /** Why the fleet is not divided in a way, by its name. */
    private Map<String, String> notDivided() {
        return Divided.missing(facts(), start(), !regimes.isEmpty());
    }

    private boolean generationsKnown() {
        return Divided.generationsKnown(facts());
    }

    private List<MachineFacts> facts() {
        return trial.histories().values().stream().map(MachineHistory::facts).toList();
    }

    private Instant start() {
        return verdict.champion().folds().get(0).fold().test().from();
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
