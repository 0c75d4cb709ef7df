package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.rul.AlphaLambda;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Judges remaining useful life at fixed times before the end of each life of the tests. */
final class LeadTrial {

    private static final double ALPHA = 0.2;
    private static final double[] SHARES_OF_CAP = {0.25, 0.5, 0.75};

    private final PipelineConfig config;
    private final TargetSpec.Rul target;

    LeadTrial(PipelineConfig config, TargetSpec.Rul target) {
        this.config = config;
        this.target = target;
    }

    /**
     * A quarter, a half and three quarters of the cap, and every horizon of a failure target that is shorter than it; in hours (a cycle is
     * an hour).
     */
    static List<Double> leads(PipelineConfig config, TargetSpec.Rul target) {
        double cap = hours(target.cap());
        return Stream.concat(
                        DoubleStream.of(SHARES_OF_CAP).mapToObj(share -> share * cap),
                        config.targets().failures().stream()
                                .map(failure -> hours(failure.horizon()))
                                .filter(horizon -> horizon < cap))
                .sorted()
                .distinct()
                .toList();
    }

    /** @param judged rows of the candidate whose truth is known; of an official split one a unit, whose earlier rows count here, too */
    RulAtLeads judge(String candidate, List<RulRow> judged, EvaluationInput input) {
        List<AlphaLambda.Moment> moments = Stream.concat(
                        judged.stream(),
                        input.lives().before().stream()
                                .filter(row -> row.candidate().equals(candidate)
                                        && !Double.isNaN(row.truth())
                                        && !Double.isNaN(row.median())))
                .map(row -> new AlphaLambda.Moment(
                        RulRow.life(row.machine(), row.asOfMillis(), row.truth()), RulTrial.inUnits(row)))
                .toList();
        AlphaLambda rule = new AlphaLambda(ALPHA, hours(config.features().asOfEvery()));
        return new RulAtLeads(
                rule.alpha(),
                rule.step(),
                leads(config, target).stream()
                        .map(lead -> atLead(rule.hitRate(moments, lead), lead))
                        .toList());
    }

    private RulAtLeads.AtLead atLead(ClusterMetric rate, double lead) {
        long right = rate.n() == 0 ? 0 : Math.round(rate.value() * rate.n());
        return new RulAtLeads.AtLead(
                lead, rate.n(), right, PolicyJudge.bootstrap(config).estimate(rate));
    }

    private static double hours(Duration duration) {
        return PolicyJudge.hours(duration.toMillis());
    }
}
