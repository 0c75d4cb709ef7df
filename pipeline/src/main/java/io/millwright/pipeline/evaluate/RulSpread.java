package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.RulMetrics;

/**
 * How errors of remaining life spread, and whether the intervals pay for their width.
 *
 * @param winkler score of the capped intervals, in the unit
 * @param pinball loss of the capped intervals' ends and the prediction, in the unit
 * @param nasaScoreMedian over rows, of steps as the mean is
 * @param nasaScoreP90 likewise, exceeded by a tenth of the rows
 */
public record RulSpread(Estimate winkler, Estimate pinball, Estimate nasaScoreMedian, Estimate nasaScoreP90) {

    /**
     * @param capped in the unit
     * @param steps in cycles or days
     */
    static RulSpread of(RulMetrics capped, RulMetrics steps, double nominal, ClusterBootstrap bootstrap) {
        return new RulSpread(
                bootstrap.estimate(capped.winklerScore(nominal)),
                bootstrap.estimate(capped.pinballLoss(nominal)),
                bootstrap.estimate(steps.nasaScoreQuantile(0.5)),
                bootstrap.estimate(steps.nasaScoreQuantile(0.9)));
    }
}
