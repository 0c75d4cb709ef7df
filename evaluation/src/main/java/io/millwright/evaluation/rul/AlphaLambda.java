package io.millwright.evaluation.rul;

import io.millwright.evaluation.ClusterMetric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a life was foretold well enough at a given time before its end: of all lives that were looked at so long before it, the share
 * whose prediction at that moment is off by at most {@code alpha} of the truth. The moment of a life is its row of smallest truth in
 * {@code [lead, lead + step)}; a life without one is not counted.
 *
 * @param alpha share of the truth, above 0
 * @param step distance between two rows of a life, above 0, in the unit of the lives
 * @see "Saxena et al., Metrics for Offline Evaluation of Prognostic Performance, 2010, section 4.2; at leads before the end instead of
 *     shares of the time since the first prediction, which differs from life to life"
 */
public record AlphaLambda(double alpha, double step) {

    public AlphaLambda {
        if (!(alpha > 0) || !(step > 0)) {
            throw new IllegalArgumentException("alpha and step must be > 0, got " + alpha + " and " + step);
        }
    }

    /**
     * One row of a life.
     *
     * @param life tells lives apart, also those of one machine
     */
    public record Moment(String life, RulPrediction said) {}

    /**
     * By machine, n = lives; undefined without any.
     *
     * @param lead before the end, in the unit of the lives
     */
    public ClusterMetric hitRate(List<Moment> moments, double lead) {
        Map<String, RulPrediction> byLife = atLead(moments, lead);
        Map<String, double[]> byMachine = new TreeMap<>();
        byLife.values().forEach(said -> {
            double[] counts = byMachine.computeIfAbsent(said.machine(), any -> new double[2]);
            counts[0] += hit(said) ? 1 : 0;
            counts[1]++;
        });
        return ClusterMetric.ratio(column(byMachine, 0), column(byMachine, 1), byLife.size());
    }

    /** The prediction of each life at that lead, by life. */
    private Map<String, RulPrediction> atLead(List<Moment> moments, double lead) {
        Map<String, RulPrediction> nearest = new TreeMap<>();
        for (Moment moment : moments) {
            double truth = moment.said().truth();
            if (truth >= lead && truth < lead + step) {
                nearest.merge(moment.life(), moment.said(), (one, other) -> other.truth() < one.truth() ? other : one);
            }
        }
        return nearest;
    }

    private boolean hit(RulPrediction said) {
        return Math.abs(said.predicted() - said.truth()) <= alpha * said.truth();
    }

    private static double[] column(Map<String, double[]> byMachine, int column) {
        return byMachine.values().stream().mapToDouble(counts -> counts[column]).toArray();
    }
}
