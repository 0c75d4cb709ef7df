package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.RowMetrics;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Judges policies on one target: thresholds from validation rows, figures from test rows, in that order.
 *
 * <p>{@code policy -> per fold (thresholds, alerts) -> figures pooled over folds}
 */
final class PolicyJudge {

    static final List<String> POINTS =
            List.of(OperatingPoints.COST_OPTIMAL, OperatingPoints.ALERT_BUDGET, OperatingPoints.PRECISION_85);

    private final TargetSpec.Failure target;
    private final EventRules rules;
    private final CostModel costs;
    private final OperatingPoints chooser;
    private final ClusterBootstrap bootstrap;
    private final TimeAxis axis;
    private final Map<String, MachineHistory> histories;

    PolicyJudge(TargetSpec.Failure target, PipelineConfig config, Map<String, MachineHistory> histories) {
        this.target = target;
        this.rules = rulesOf(target, config);
        this.costs = costsOf(config);
        this.chooser =
                OperatingPoints.of(costs).withAlertBudget(config.capacity().alertsPerMachineWeek());
        this.bootstrap = bootstrap(config);
        this.axis = config.timeAxis();
        this.histories = histories;
    }

    static EventRules rulesOf(TargetSpec.Failure target, PipelineConfig config) {
        return EventRules.of(new Horizon(target.horizon(), target.minimumLead()))
                .withCoolDown(target.coolDown())
                .withRepairWindow(config.maintenance().repairWindow())
                .withRightWithin(target.rightWithin());
    }

    static ClusterBootstrap bootstrap(PipelineConfig config) {
        return new ClusterBootstrap(
                config.targets().bootstrapDraws(), config.targets().seed());
    }

    static CostModel costsOf(PipelineConfig config) {
        return new CostModel(
                config.costs().unplanned(),
                config.costs().planned(),
                config.costs().falseAlarm());
    }

    CostModel costs() {
        return costs;
    }

    ClusterBootstrap bootstrap() {
        return bootstrap;
    }

    /** The alerts of a fold's test at given thresholds. */
    PolicyOutcome.OnFold onFold(Policy.OnFold on, Map<String, OperatingPoint> points) {
        return new PolicyOutcome.OnFold(on.fold(), points, test(on));
    }

    PolicyOutcome judge(Policy policy) {
        List<PolicyOutcome.OnFold> folds = new ArrayList<>();
        Map<Integer, Double> validationCosts = new TreeMap<>();
        for (Policy.OnFold on : policy.folds()) {
            Validated earlier = validated(policy, on);
            folds.add(onFold(on, earlier.points()));
            validationCosts.put(on.fold().fold(), earlier.cost());
        }
        return new PolicyOutcome(policy, figures(policy, folds), validationCosts, folds);
    }

    /**
     * As of one policy, which in each test is the one named for it; thresholds and alerts are those it has by itself.
     *
     * @param chosen by number of the fold
     */
    PolicyOutcome asOne(List<PolicyOutcome> outcomes, Map<Integer, String> chosen) {
        Map<String, PolicyOutcome> named = new LinkedHashMap<>();
        outcomes.forEach(outcome -> named.put(outcome.name(), outcome));
        Policy policy =
                FoldChoice.asOne(outcomes.stream().map(PolicyOutcome::policy).toList(), chosen);
        PolicyOutcome same = named.get(policy.name());
        if (same != null) {
            return same;
        }
        List<PolicyOutcome.OnFold> folds = new ArrayList<>();
        Map<Integer, Double> validationCosts = new TreeMap<>();
        chosen.forEach((fold, name) -> {
            PolicyOutcome acts = Optional.ofNullable(named.get(name)).orElseThrow();
            folds.add(acts.on(fold));
            validationCosts.put(fold, acts.validationCost(fold));
        });
        return new PolicyOutcome(policy, figures(policy, folds), validationCosts, folds);
    }

    /** A policy that brings its thresholds with it, by name. */
    PolicyOutcome judge(Policy policy, Map<String, OperatingPoint> points) {
        List<PolicyOutcome.OnFold> folds =
                policy.folds().stream().map(on -> onFold(on, points)).toList();
        return new PolicyOutcome(policy, figures(policy, folds), Map.of(), folds);
    }

    /**
     * What a fold's validation data say of a policy, without a look at any test.
     *
     * @param points its thresholds, by name
     * @param cost per machine-week at the cheapest of them; NaN without any row
     */
    record Validated(Map<String, OperatingPoint> points, double cost) {}

    Validated validated(Policy policy, Policy.OnFold on) {
        Optional<AlertEvaluator> earlier = validation(on);
        Map<String, OperatingPoint> points = points(policy, on, earlier);
        return new Validated(points, earlier.map(alerts -> cost(alerts, points)).orElse(Double.NaN));
    }

    private double cost(AlertEvaluator alerts, Map<String, OperatingPoint> points) {
        return alerts.tally(PolicyOutcome.named(points, OperatingPoints.COST_OPTIMAL)
                        .threshold())
                .costPerMachineWeek(costs)
                .value();
    }

    double validationCost(Policy policy, Policy.OnFold on) {
        return validated(policy, on).cost();
    }

    /** Per machine-week at the cheapest threshold on rows predicted out of fold over the whole period, see {@link #pointsOn}. */
    double costOn(ScoredRows rows, TimeWindow window) {
        AlertEvaluator alerts = alerts(rows, timelinesAsKnown(rows, window));
        Map<String, OperatingPoint> points = new LinkedHashMap<>();
        chooser.choose(alerts, window).forEach(point -> points.put(point.name(), point));
        return cost(alerts, points);
    }

    /** The thresholds of a fold by name, chosen inside its training period. */
    Map<String, OperatingPoint> points(Policy policy, Policy.OnFold on) {
        return points(policy, on, validation(on));
    }

    /** Thresholds for rows predicted out of fold over the whole period; what a registered model acts on. */
    List<OperatingPoint> pointsOn(ScoredRows rows, TimeWindow window) {
        return chooser.choose(alerts(rows, timelinesAsKnown(rows, window)), window);
    }

    private Map<String, OperatingPoint> points(Policy policy, Policy.OnFold on, Optional<AlertEvaluator> earlier) {
        Map<String, OperatingPoint> points = new LinkedHashMap<>();
        if (policy.neverAlerts() || earlier.isEmpty()) {
            String reason = policy.neverAlerts() ? "this policy never alerts" : "there are no validation rows";
            POINTS.forEach(name -> points.put(
                    name,
                    new OperatingPoint(name, Double.POSITIVE_INFINITY, on.fold().train(), false, reason)));
        } else {
            chooser.choose(earlier.get(), on.fold().train()).forEach(point -> points.put(point.name(), point));
        }
        return points;
    }

    /** Alerts inside the training period, judged by what was known when it ended; nothing without rows. */
    private Optional<AlertEvaluator> validation(Policy.OnFold on) {
        ScoredRows rows = on.validation();
        if (rows.size() == 0) {
            return Optional.empty();
        }
        return Optional.of(alerts(rows, timelinesAsKnown(rows, watched(rows, axis))));
    }

    private AlertEvaluator test(Policy.OnFold on) {
        List<Timeline> timelines = new ArrayList<>();
        for (String machine : on.test().machines()) {
            history(machine)
                    .flatMap(history -> history.within(on.fold().test()))
                    .ifPresent(timelines::add);
        }
        return alerts(on.test(), timelines);
    }

    private List<Timeline> timelinesAsKnown(ScoredRows rows, TimeWindow window) {
        List<Timeline> timelines = new ArrayList<>();
        for (String machine : rows.machines()) {
            history(machine).flatMap(history -> history.asKnownAtEndOf(window)).ifPresent(timelines::add);
        }
        return timelines;
    }

    private AlertEvaluator alerts(ScoredRows rows, List<Timeline> timelines) {
        TreeSet<String> watched = new TreeSet<>();
        timelines.forEach(timeline -> watched.add(timeline.machine()));
        return AlertEvaluator.of(rules, timelines, rows.where(row -> watched.contains(rows.machine(row))));
    }

    /** Empty for a machine without labels: nobody watched what became of it, so its alerts are not judged. */
    private Optional<MachineHistory> history(String machine) {
        return Optional.ofNullable(histories.get(machine));
    }

    /** From the first row to the end of the last one. */
    static TimeWindow watched(ScoredRows rows, TimeAxis axis) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int row = 0; row < rows.size(); row++) {
            from = Math.min(from, rows.asOfMillis(row));
            to = Math.max(to, rows.asOfMillis(row));
        }
        return new TimeWindow(Instant.ofEpochMilli(from), Instant.ofEpochMilli(axis.endOfPeriod(to)));
    }

    /** All tests as one; rows of a table without time may be dealt anew, and are then in several. */
    ScoredRows pooled(Policy policy, Function<Policy.OnFold, ScoredRows> rows) {
        List<ScoredRows> parts = policy.folds().stream().map(rows).toList();
        return axis == TimeAxis.NONE ? ScoredRows.repeated(parts) : ScoredRows.pooled(parts);
    }

    private Metrics.Failure figures(Policy policy, List<PolicyOutcome.OnFold> folds) {
        RowMetrics ranked = pooled(policy, Policy.OnFold::test).metrics();
        ScoredRows probabilities = pooled(policy, Policy.OnFold::testProbabilities);
        boolean calibrated = probabilities.size() > 0;
        RowMetrics believed = probabilities.metrics();
        Map<String, Metrics.Point> points = new LinkedHashMap<>();
        POINTS.forEach(name -> points.put(name, point(folds, name)));
        return new Metrics.Failure(
                target.name(),
                hours(target.horizon().toMillis()),
                hours(target.minimumLead().toMillis()),
                hours(target.coolDown().toMillis()),
                hours(target.rightWithin().toMillis()),
                policy.name(),
                bootstrap.estimate(ranked.prevalence()),
                bootstrap.estimate(ranked.averagePrecision()),
                calibrated ? bootstrap.estimate(believed.brier()) : Estimate.undefined(),
                calibrated ? bootstrap.estimate(believed.logLoss()) : Estimate.undefined(),
                calibrated ? bootstrap.estimate(believed.calibration().slope()) : Estimate.undefined(),
                calibrated ? bootstrap.estimate(believed.calibration().intercept()) : Estimate.undefined(),
                PolicyOutcome.pooled(folds, OperatingPoints.COST_OPTIMAL, (fold, machine) -> true)
                        .events(),
                points);
    }

    private Metrics.Point point(List<PolicyOutcome.OnFold> folds, String name) {
        EventReport report =
                PolicyOutcome.pooled(folds, name, (fold, machine) -> true).report(costs, bootstrap);
        List<Metrics.FoldThreshold> byFold =
                folds.stream().map(on -> foldThreshold(on, name)).toList();
        Metrics.FoldThreshold latest = byFold.get(byFold.size() - 1);
        return new Metrics.Point(
                latest.threshold(),
                latest.chosenOn(),
                byFold.stream().allMatch(Metrics.FoldThreshold::attained),
                lastMissing(byFold).orElse(latest).reason(),
                report.eventRecall(),
                report.eventPrecision(),
                bootstrap.estimate(PolicyOutcome.patient(folds, name).eventPrecision()),
                report.f1(),
                report.alertsPerMachineWeek(),
                report.falsePositiveRate(),
                report.medianLeadHours(),
                report.tenthLeadHours(),
                report.costPerMachineWeek(),
                new Metrics.Counts(
                        report.events(),
                        report.detected(),
                        report.alertedLate(),
                        report.hits(),
                        report.falseAlarms(),
                        report.undetermined(),
                        report.exposureWeeks()),
                byFold);
    }

    private static Optional<Metrics.FoldThreshold> lastMissing(List<Metrics.FoldThreshold> byFold) {
        return byFold.stream().filter(fold -> !fold.attained()).reduce((earlier, later) -> later);
    }

    private static Metrics.FoldThreshold foldThreshold(PolicyOutcome.OnFold on, String name) {
        OperatingPoint point = on.point(name);
        return new Metrics.FoldThreshold(
                on.fold().fold(),
                point.threshold(),
                new Metrics.Dates(point.chosenOn().from(), point.chosenOn().to()),
                point.attained(),
                point.reason());
    }

    static double hours(long millis) {
        return millis / 3_600_000.0;
    }
}
