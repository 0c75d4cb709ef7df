package io.millwright.worklist;

import io.millwright.evaluation.CostModel;

/** What acting on an alert is expected to save, against waiting for the failure. */
final class NetBenefit {

    private NetBenefit() {}

    /**
     * {@code p e (C_unplanned - C_planned) - (1 - p) C_false}: the expected saving before crew hours have a price.
     *
     * @param effectiveness e, share of such failures the action prevents
     */
    static double of(double pFail, double effectiveness, CostModel costs) {
        return pFail * effectiveness * (costs.unplanned() - costs.planned()) - (1 - pFail) * costs.falseAlarm();
    }
}
