package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.CensoredScores;
import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.evaluation.rul.LifeCurve;
import io.millwright.evaluation.rul.WatchedLife;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Judges remaining useful life on test rows of which anything is known, if only that their machines were still running: all of them, or
 * those whose curves were kept.
 */
final class CensoringTrial {

    private static final int INTERVALS = 16;
    /** An interval of a score over pairs costs the square of the machines a draw. */
    private static final int MOST_MACHINES_DRAWN = 500;

    private static final String NO_CURVE = "says a point and an interval, no chance to live on";

    private final PipelineConfig config;
    private final TargetSpec.Rul target;
    private final ClusterBootstrap bootstrap;

    CensoringTrial(PipelineConfig config, TargetSpec.Rul target) {
        this.config = config;
        this.target = target;
        this.bootstrap = PolicyJudge.bootstrap(config);
    }

    /** A row of which something is known, and what that is. */
    private record Judged(RulRow said, WatchedLife seen) {

        static Optional<Judged> of(RulRow row) {
            boolean failed = !Double.isNaN(row.truth());
            double hours = failed ? row.truth() : row.atLeast();
            return Double.isNaN(row.median()) || !(hours >= 0)
                    ? Optional.empty()
                    : Optional.of(new Judged(
                            row,
                            new WatchedLife(
                                    row.machine(),
                                    RulRow.life(row.machine(), row.asOfMillis(), hours),
                                    hours,
                                    failed)));
        }
    }

    RulCensored judge(String candidate, EvaluationInput input) {
        List<Judged> known = input.rulRows().stream()
                .filter(row -> row.candidate().equals(candidate))
                .sorted(Comparator.comparing(RulRow::machine).thenComparingLong(RulRow::asOfMillis))
                .flatMap(row -> Judged.of(row).stream())
                .toList();
        List<Judged> curved =
                known.stream().filter(row -> !row.said().surviving().isEmpty()).toList();
        List<Judged> rows = curved.isEmpty() ? known : curved;
        double cap = PolicyJudge.hours(target.cap().toMillis());
        CensoredScores scores = new CensoredScores(
                rows.stream().map(Judged::seen).toList(),
                IntStream.rangeClosed(0, INTERVALS)
                        .mapToDouble(i -> i * cap / INTERVALS)
                        .toArray());
        Optional<Chances> curves = curved.isEmpty() ? Optional.empty() : Optional.of(curves(curved, cap));
        return scored(rows, scores, curves, learned(rows, input));
    }

    /** Chance of a row, by its number, to live on beyond a time. */
    private interface Chances extends ToDoubleBiFunction<Integer, Double> {}

    private static Chances curves(List<Judged> rows, double cap) {
        List<LifeCurve> curves = rows.stream()
                .map(row -> new LifeCurve(row.said().surviving(), cap))
                .toList();
        return (row, time) -> curves.get(row).at(time);
    }

    /** Empty where a fold knew of no life. */
    private static Optional<Chances> learned(List<Judged> rows, EvaluationInput input) {
        Map<Integer, KaplanMeier> byFold = input.lives().learned();
        List<KaplanMeier> ofRows = new ArrayList<>();
        for (Judged row : rows) {
            Optional.ofNullable(byFold.get(row.said().fold())).ifPresent(ofRows::add);
        }
        return ofRows.size() == rows.size()
                ? Optional.of((row, time) -> ofRows.get(row).after(time))
                : Optional.empty();
    }

    private RulCensored scored(
            List<Judged> rows, CensoredScores scores, Optional<Chances> candidate, Optional<Chances> kaplanMeier) {
        Optional<ClusterMetric> ours = candidate.map(chances -> integrated(scores, rows.size(), chances));
        Optional<ClusterMetric> theirs = kaplanMeier.map(chances -> integrated(scores, rows.size(), chances));
        return new RulCensored(
                scores.until(),
                scores.lives(),
                scores.censoredLives(),
                concordance(rows, scores),
                candidate.isPresent() ? null : NO_CURVE,
                LeadTrial.leads(config, target).stream()
                        .map(lead -> new RulCensored.AtTime(
                                lead,
                                brier(scores, rows.size(), lead, candidate),
                                brier(scores, rows.size(), lead, kaplanMeier)))
                        .toList(),
                estimate(ours),
                estimate(theirs),
                estimate(theirs.flatMap(baseline -> ours.map(baseline::minus))));
    }

    private Estimate concordance(List<Judged> rows, CensoredScores scores) {
        ClusterMetric metric = scores.concordance(
                rows.stream().mapToDouble(row -> row.said().median()).toArray());
        return metric.clusters() > MOST_MACHINES_DRAWN
                ? Estimate.withoutInterval(metric.value(), metric.n())
                : bootstrap.estimate(metric);
    }

    private Estimate brier(CensoredScores scores, int rows, double time, Optional<Chances> chances) {
        return estimate(chances.map(of -> scores.brier(time, at(rows, time, of))));
    }

    private static ClusterMetric integrated(CensoredScores scores, int rows, Chances chances) {
        return scores.integratedBrier(DoubleStream.of(scores.times())
                .mapToObj(time -> at(rows, time, chances))
                .toArray(double[][]::new));
    }

    private static double[] at(int rows, double time, Chances chances) {
        return IntStream.range(0, rows)
                .mapToDouble(row -> chances.applyAsDouble(row, time))
                .toArray();
    }

    private Estimate estimate(Optional<ClusterMetric> metric) {
        return metric.map(bootstrap::estimate).orElse(Estimate.undefined());
    }
}
