package io.millwright.worklist;

import java.util.Locale;

/** How bad it looks, in the words of the action table. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH;

    private static final double HIGH_PROBABILITY = 0.6;
    private static final double MEDIUM_PROBABILITY = 0.3;

    /**
     * By probability (0.3 and 0.6), one step worse where half of such parts would be gone within half the horizon.
     *
     * @param rulMedianHours NaN where unknown
     */
    static Severity of(double pFail, double rulMedianHours, double horizonHours) {
        Severity byProbability = pFail >= HIGH_PROBABILITY ? HIGH : pFail >= MEDIUM_PROBABILITY ? MEDIUM : LOW;
        boolean soon = rulMedianHours <= horizonHours / 2;
        return soon && byProbability == LOW ? MEDIUM : soon ? HIGH : byProbability;
    }

    static Severity parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
