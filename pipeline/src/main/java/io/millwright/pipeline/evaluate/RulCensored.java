package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.CensoredScores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remaining life on all test rows, those among them whose machine was still running when the watch ended.
 *
 * @param until no later time is scored, in the unit: the cap, or where fewer than one watch in twenty reaches on
 * @param lives of the test rows
 * @param running of these, whose failure was not seen
 * @param concordance how often the machine that fails first has the shorter prediction; 0.5 knows nothing
 * @param noCurve why there is no Brier score; null where there is one
 * @param brier at the leads of {@link RulAtLeads}
 * @param integratedBrier mean over the times up to {@code until}
 * @param integratedBrierOfKaplanMeier the same of one curve for all, the training period's lives, which know no machine
 * @param integratedBrierSaved that score minus the candidate's, paired by machine
 * @see CensoredScores
 */
public record RulCensored(
        double until,
        long lives,
        long running,
        Estimate concordance,
        @Nullable String noCurve,
        List<AtTime> brier,
        Estimate integratedBrier,
        Estimate integratedBrierOfKaplanMeier,
        Estimate integratedBrierSaved) {

    /** The candidate's chance to live on for so long, in the unit, and that of one curve for all. */
    public record AtTime(double after, Estimate brier, Estimate brierOfKaplanMeier) {}
}
