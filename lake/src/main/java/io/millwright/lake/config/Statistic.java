package io.millwright.lake.config;

import java.util.Arrays;
import java.util.Locale;

/** The time-domain statistics a window can publish; formulas stand in the {@code features} room and its catalogue. */
public enum Statistic {
    COUNT,
    MISSING_SHARE,
    MEAN,
    MEDIAN,
    SD,
    VARIANCE,
    SKEWNESS,
    KURTOSIS,
    MIN,
    MAX,
    PEAK_TO_PEAK,
    RMS,
    CREST_FACTOR,
    SLOPE,
    INTEGRAL,
    LAST,
    LAST_Z,
    LAST_MODIFIED_Z,
    IQR,
    IQR_DISTANCE,
    /** Mean of the window minus the mean of the machine's own baseline. */
    BASELINE_DELTA,
    /** The same, in standard deviations of the baseline. */
    BASELINE_Z;

    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String[] names() {
        return Arrays.stream(values()).map(Statistic::columnName).toArray(String[]::new);
    }
}
