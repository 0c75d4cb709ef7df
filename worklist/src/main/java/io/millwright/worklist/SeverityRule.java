package io.millwright.worklist;

import io.millwright.lake.config.Severity;

/** How bad it looks where no model of severity says how bad it will be. */
public final class SeverityRule {

    private static final double HIGH_PROBABILITY = 0.6;
    private static final double MEDIUM_PROBABILITY = 0.3;

    private SeverityRule() {}

    /**
     * By probability (0.3 and 0.6), one step worse where half of such parts would be gone within half the horizon.
     *
     * @param rulMedianHours NaN where unknown
     */
    public static Severity of(double pFail, double rulMedianHours, double horizonHours) {
        Severity byProbability = pFail >= HIGH_PROBABILITY
                ? Severity.HIGH
                : pFail >= MEDIUM_PROBABILITY ? Severity.MEDIUM : Severity.LOW;
        boolean soon = rulMedianHours <= horizonHours / 2;
        return soon && byProbability == Severity.LOW ? Severity.MEDIUM : soon ? Severity.HIGH : byProbability;
    }
}
