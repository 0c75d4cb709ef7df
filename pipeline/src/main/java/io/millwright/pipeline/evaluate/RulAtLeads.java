package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.AlphaLambda;
import java.util.List;

/**
 * How many lives were foretold well at fixed times before their end.
 *
 * @param alpha a prediction is right that is off by at most this share of the truth
 * @param step of a life's rows that with the least truth in {@code [lead, lead + step)} is judged, in the unit
 * @param leads the failure targets' horizons, and a quarter, a half and three quarters of the cap, from the shortest on
 * @see AlphaLambda
 */
public record RulAtLeads(double alpha, double step, List<AtLead> leads) {

    /**
     * One lead.
     *
     * @param lead true life left, in the unit
     * @param lives that were looked at so long before they ended; the n of the share
     * @param right of these
     * @param hitRate share of them that is right
     */
    public record AtLead(double lead, long lives, long right, Estimate hitRate) {}
}
