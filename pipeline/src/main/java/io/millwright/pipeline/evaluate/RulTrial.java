package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.RulMetrics;
import io.millwright.evaluation.rul.RulPrediction;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import io.millwright.training.table.RulPredictions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Judges remaining useful life: the last row of every official test unit against its published truth, or every row of a test window
 * whose machine failed later and whose truth is therefore known.
 */
final class RulTrial {

    /** One step of the NASA score on a clock; an hour would make a week's error astronomical. */
    private static final double HOURS_PER_DAY = 24;

    /** What a model of remaining life has to beat, where they were fitted. */
    static final List<String> BASELINES = List.of(TargetSpec.Rul.CONSTANT, TargetSpec.Rul.WEIBULL_AFT);

    /** Of the cap: 50 of 125 cycles, 8 of 20 days. */
    private static final double DECISION_SHARE = 0.4;

    /** Of the cap: 13 of 125 cycles, 2 of 20 days. */
    private static final double LATE_SHARE = 0.1;

    private static final double[] BAND_SHARES = {0.2, 0.4, 0.6, 0.8, 1};
    private static final int PLOTTED = 2_000;

    private final PipelineConfig config;
    private final TargetSpec.Rul target;
    private final ClusterBootstrap bootstrap;
    private final boolean onePerUnit;
    private final LeadTrial leads;
    private final CensoringTrial censoring;

    RulTrial(PipelineConfig config, TargetSpec.Rul target) {
        this.config = config;
        this.target = target;
        this.bootstrap = PolicyJudge.bootstrap(config);
        this.onePerUnit = config.split().kind() == SplitSpec.Kind.OFFICIAL;
        this.leads = new LeadTrial(config, target);
        this.censoring = new CensoringTrial(config, target);
    }

    /** The chosen candidate's figures, and what lies behind them. */
    record Verdict(Metrics.Rul champion, EvaluationDetail.Rul detail, List<String> objections) {

        /** The best of what it has to beat. */
        String baseline() {
            return detail.candidates().stream()
                    .filter(figures -> BASELINES.contains(figures.candidate()))
                    .min(Comparator.comparingDouble(
                            figures -> figures.rmseCapped().value()))
                    .map(Metrics.Rul::candidate)
                    .orElse(TargetSpec.Rul.CONSTANT);
        }
    }

    /** Empty where no test row has a known truth. */
    Optional<Verdict> hold(EvaluationInput input) {
        List<RulRow> rows = input.rulRows();
        Map<String, List<RulRow>> tests = new TreeMap<>();
        candidates(rows).forEach(candidate -> {
            List<RulRow> judged = judged(rows, candidate);
            if (!judged.isEmpty()) {
                tests.put(candidate, judged);
            }
        });
        if (tests.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Metrics.Rul> figures = new LinkedHashMap<>();
        tests.forEach((candidate, judged) -> figures.put(candidate, figures(candidate, judged, input)));
        String chosen = RulPredictions.BOOSTED;
        List<RulRow> judged = tests.getOrDefault(chosen, List.of());
        EvaluationDetail.Rul detail = new EvaluationDetail.Rul(
                List.copyOf(figures.values()),
                coverageByBand(judged),
                segments(judged, input),
                notDivided(judged, input),
                points(judged));
        return Optional.ofNullable(figures.get(chosen))
                .map(champion -> new Verdict(
                        seeds(tests, figures)
                                .map(seeds -> with(champion, seeds))
                                .orElse(champion),
                        detail,
                        objections(tests, champion)));
    }

    /** Empty where one seed was asked for, or one of them could not be fitted. */
    private Optional<Metrics.RulSeeds> seeds(Map<String, List<RulRow>> tests, Map<String, Metrics.Rul> figures) {
        List<Metrics.RulSeed> each = new ArrayList<>();
        for (long seed : target.seeds()) {
            String name = each.isEmpty() ? RulPredictions.BOOSTED : RulPredictions.boosted(seed);
            Metrics.Rul found = figures.get(name);
            if (found == null || target.seeds().size() == 1) {
                return Optional.empty();
            }
            each.add(new Metrics.RulSeed(seed, found, coverageByBand(tests.getOrDefault(name, List.of()))));
        }
        return Optional.of(new Metrics.RulSeeds(
                spread(each, Metrics.Rul::rmse),
                spread(each, Metrics.Rul::rmseCapped),
                spread(each, Metrics.Rul::nasaScoreSum),
                spread(each, Metrics.Rul::nasaScoreSumCapped),
                spread(each, Metrics.Rul::intervalCoverage),
                spread(each, Metrics.Rul::intervalMeanWidth),
                each));
    }

    private static Metrics.Spread spread(List<Metrics.RulSeed> each, Function<Metrics.Rul, Estimate> figure) {
        return Metrics.Spread.of(each.stream()
                .mapToDouble(seed -> figure.apply(seed.figures()).value())
                .toArray());
    }

    private static Metrics.Rul with(Metrics.Rul of, Metrics.RulSeeds seeds) {
        return new Metrics.Rul(
                of.unit(),
                of.units(),
                of.candidate(),
                of.rmse(),
                of.rmseCapped(),
                of.cap(),
                of.mae(),
                of.maeCapped(),
                of.nasaScoreUnit(),
                of.nasaScoreSum(),
                of.nasaScoreMean(),
                of.nasaScoreSumCapped(),
                of.intervalNominal(),
                of.intervalCoverage(),
                of.intervalMeanWidth(),
                of.spread(),
                of.decisionZone(),
                of.atLeads(),
                of.censored(),
                seeds);
    }

    private static Set<String> candidates(List<RulRow> rows) {
        return rows.stream().map(RulRow::candidate).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why the chosen candidate should not replace the baselines; empty where it should. */
    private List<String> objections(Map<String, List<RulRow>> tests, Metrics.Rul chosen) {
        List<String> objections = new ArrayList<>();
        List<RulRow> ours = tests.getOrDefault(chosen.candidate(), List.of());
        for (String name : BASELINES) {
            List<RulRow> baseline = tests.getOrDefault(name, List.of());
            if (baseline.isEmpty()) {
                continue;
            }
            Estimate better = bootstrap.estimate(
                    capped(baseline).rmse().minus(capped(ours).rmse()));
            if (!(better.low() > 0)) {
                objections.add(String.format(
                        Locale.ROOT,
                        "the capped error is not smaller than that of %s beyond doubt: the difference is %.3g [%.3g,"
                                + " %.3g] (n %d) %s",
                        name.equals(TargetSpec.Rul.CONSTANT) ? "a constant life" : name.replace('_', ' '),
                        better.value(),
                        better.low(),
                        better.high(),
                        better.n(),
                        chosen.unit()));
            }
        }
        Estimate coverage = chosen.intervalCoverage();
        if (!(coverage.low() <= target.nominalCoverage() && coverage.high() >= target.nominalCoverage())) {
            objections.add(String.format(
                    Locale.ROOT,
                    "the intervals hold the truth in %.3f [%.3f, %.3f] (n %d) of cases instead of %.2f",
                    coverage.value(),
                    coverage.low(),
                    coverage.high(),
                    coverage.n(),
                    target.nominalCoverage()));
        }
        return objections;
    }

    private RulMetrics capped(List<RulRow> judged) {
        return new RulMetrics(judged.stream().map(RulTrial::inUnits).toList()).capped(capInUnits());
    }

    private List<RulRow> judged(List<RulRow> rows, String candidate) {
        List<RulRow> tests = rows.stream()
                .filter(row ->
                        row.candidate().equals(candidate) && !Double.isNaN(row.truth()) && !Double.isNaN(row.median()))
                .sorted(Comparator.comparing(RulRow::machine).thenComparingLong(RulRow::asOfMillis))
                .toList();
        return onePerUnit ? lastOfEachUnit(tests) : tests;
    }

    private static List<RulRow> lastOfEachUnit(List<RulRow> byUnitAndTime) {
        Map<String, RulRow> last = new TreeMap<>();
        byUnitAndTime.forEach(row -> last.put(row.machine(), row));
        return List.copyOf(last.values());
    }

    /** Hours are the unit of both axes: a cycle is kept as an hour. */
    static RulPrediction inUnits(RulRow row) {
        return new RulPrediction(row.machine(), row.median(), row.low(), row.high(), row.truth());
    }

    private double capInUnits() {
        return PolicyJudge.hours(target.cap().toMillis());
    }

    private Metrics.Rul figures(String candidate, List<RulRow> judged, EvaluationInput input) {
        RulMetrics raw = new RulMetrics(judged.stream().map(RulTrial::inUnits).toList());
        RulMetrics capped = raw.capped(capInUnits());
        boolean cycles = config.timeAxis().countsCycles();
        RulMetrics steps = cycles ? raw : inDays(judged);
        RulMetrics cappedSteps = cycles ? capped : steps.capped(capInUnits() / HOURS_PER_DAY);
        return new Metrics.Rul(
                config.timeAxis().unit(),
                judged.stream().map(RulRow::machine).distinct().count(),
                candidate,
                bootstrap.estimate(raw.rmse()),
                bootstrap.estimate(capped.rmse()),
                capInUnits(),
                bootstrap.estimate(raw.mae()),
                bootstrap.estimate(capped.mae()),
                cycles ? "cycles" : "days",
                bootstrap.estimate(steps.nasaScoreSum()),
                bootstrap.estimate(steps.nasaScoreMean()),
                bootstrap.estimate(cappedSteps.nasaScoreSum()),
                target.nominalCoverage(),
                coverage(judged, capped),
                bootstrap.estimate(capped.intervalMeanWidth()),
                RulSpread.of(capped, steps, target.nominalCoverage(), bootstrap),
                decisionZone(raw),
                leads.judge(candidate, judged, input),
                censoring.judge(candidate, input),
                null);
    }

    private Metrics.DecisionZone decisionZone(RulMetrics raw) {
        double longest = Math.rint(DECISION_SHARE * capInUnits());
        double lateBy = Math.rint(LATE_SHARE * capInUnits());
        RulMetrics zone = raw.decisionZone(longest);
        return new Metrics.DecisionZone(
                longest,
                bootstrap.estimate(zone.rmse()),
                bootstrap.estimate(zone.mae()),
                lateBy,
                bootstrap.estimate(zone.lateShare(lateBy)));
    }

    private RulMetrics inDays(List<RulRow> judged) {
        return new RulMetrics(judged.stream()
                .map(row -> new RulPrediction(
                        row.machine(),
                        row.median() / HOURS_PER_DAY,
                        row.low() / HOURS_PER_DAY,
                        row.high() / HOURS_PER_DAY,
                        row.truth() / HOURS_PER_DAY))
                .toList());
    }

    /**
     * What intervals promise: to hold the truth at a moment of a life, whichever moment. So the rows of a life share the weight of one and
     * {@code n} counts lives; those of one machine are drawn together. Exact where each unit is one row.
     */
    private Estimate coverage(List<RulRow> judged, RulMetrics capped) {
        return onePerUnit ? capped.intervalCoverage() : bootstrap.estimate(coveredShare(judged));
    }

    private ClusterMetric coveredShare(List<RulRow> judged) {
        Map<String, Map<Long, List<RulRow>>> livesOfMachine = judged.stream()
                .filter(row -> !Double.isNaN(row.low()) && !Double.isNaN(row.high()))
                .collect(Collectors.groupingBy(
                        RulRow::machine,
                        TreeMap::new,
                        Collectors.groupingBy(
                                row -> RulRow.endSecond(row.asOfMillis(), row.truth()), Collectors.toList())));
        double[] covered = new double[livesOfMachine.size()];
        double[] lives = new double[livesOfMachine.size()];
        int machine = 0;
        for (Map<Long, List<RulRow>> ofMachine : livesOfMachine.values()) {
            for (List<RulRow> life : ofMachine.values()) {
                covered[machine] += life.stream().filter(this::held).count() / (double) life.size();
            }
            lives[machine++] = ofMachine.size();
        }
        return ClusterMetric.ratio(covered, lives, (long) DoubleStream.of(lives).sum());
    }

    private boolean held(RulRow row) {
        double truth = atMostCap(row.truth());
        return truth >= atMostCap(row.low()) && truth <= atMostCap(row.high());
    }

    private double atMostCap(double hours) {
        return Math.min(Math.max(0, hours), capInUnits());
    }

    private Map<String, Estimate> coverageByBand(List<RulRow> judged) {
        double[] edges = new double[BAND_SHARES.length];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Math.rint(BAND_SHARES[i] * capInUnits());
        }
        Map<String, Estimate> bands = new LinkedHashMap<>();
        for (int i = 0; i < edges.length; i++) {
            double from = i == 0 ? 0 : edges[i - 1];
            double to = i == edges.length - 1 ? Double.POSITIVE_INFINITY : edges[i];
            List<RulRow> band = judged.stream()
                    .filter(row -> row.truth() >= from && row.truth() < to)
                    .toList();
            if (!band.isEmpty()) {
                RulMetrics capped =
                        new RulMetrics(band.stream().map(RulTrial::inUnits).toList()).capped(capInUnits());
                bands.put(Long.toString(Math.round(from)), coverage(band, capped));
            }
        }
        return bands;
    }

    private List<EvaluationDetail.RulSegment> segments(List<RulRow> judged, EvaluationInput input) {
        List<EvaluationDetail.RulSegment> segments = new ArrayList<>();
        for (Division division : Division.values()) {
            segments.addAll(segments(
                    division.by,
                    judged,
                    row -> division.part(factsOf(row, input), Instant.ofEpochMilli(row.asOfMillis()))));
        }
        segments.addAll(segments(TargetDetail.REGIME, judged, row -> Optional.ofNullable(
                        input.regimes().getOrDefault(row.machine(), Map.of()).get(row.asOfMillis()))
                .map(regime -> "regime " + (regime + 1))
                .orElse(MachineFacts.UNKNOWN)));
        return segments;
    }

    /** Empty where all rows are of an unknown part. */
    private List<EvaluationDetail.RulSegment> segments(
            String by, List<RulRow> judged, Function<RulRow, String> partOf) {
        Map<String, List<RulRow>> parts = judged.stream()
                .collect(Collectors.groupingBy(partOf, () -> new TreeMap<>(Division.ORDER), Collectors.toList()));
        if (parts.keySet().equals(Set.of(MachineFacts.UNKNOWN))) {
            return List.of();
        }
        List<EvaluationDetail.RulSegment> segments = new ArrayList<>();
        parts.forEach((name, rows) -> {
            RulMetrics capped = capped(rows);
            segments.add(new EvaluationDetail.RulSegment(
                    by,
                    name,
                    rows.stream().map(RulRow::machine).distinct().count(),
                    bootstrap.estimate(capped.rmse()),
                    coverage(rows, capped)));
        });
        return segments;
    }

    /** A life has no failed part, so there is no generation to tell. */
    private static Map<String, String> notDivided(List<RulRow> judged, EvaluationInput input) {
        Map<String, String> missing = new LinkedHashMap<>(Divided.missing(
                judged.stream().map(row -> factsOf(row, input)).toList(),
                Instant.ofEpochMilli(judged.isEmpty() ? 0 : judged.get(0).asOfMillis()),
                !input.regimes().isEmpty()));
        missing.remove(FailureKind.GENERATION.by);
        return missing;
    }

    private static MachineFacts factsOf(RulRow row, EvaluationInput input) {
        return input.facts().getOrDefault(row.machine(), MachineFacts.of(MachineFacts.UNKNOWN, MachineFacts.UNKNOWN));
    }

    private static List<EvaluationDetail.RulPoint> points(List<RulRow> judged) {
        int step = Math.max(1, (judged.size() + PLOTTED - 1) / PLOTTED);
        List<EvaluationDetail.RulPoint> points = new ArrayList<>();
        for (int i = 0; i < judged.size(); i += step) {
            RulRow row = judged.get(i);
            points.add(new EvaluationDetail.RulPoint(
                    row.machine(),
                    Instant.ofEpochMilli(row.asOfMillis()),
                    row.truth(),
                    row.median(),
                    row.low(),
                    row.high()));
        }
        return List.copyOf(points);
    }
}
