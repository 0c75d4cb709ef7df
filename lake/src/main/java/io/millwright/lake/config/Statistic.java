package io.millwright.lake.config;

import java.util.Arrays;
import java.util.List;
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
    BASELINE_Z,
    /** Correlation of a tile's mean with the one before. */
    AUTOCORRELATION,
    /** Share of steps from tile to tile, means of tiles and not single readings, that cross the window's mean. */
    MEAN_CROSSINGS,
    /** Share of steps from tile to tile, means of tiles and not single readings, that cross zero. */
    ZERO_CROSSINGS,
    /** How long the readings have not moved at all by the window's end, at most the window. */
    FLAT_HOURS,
    /** Exponentially weighted moving average of the tiles' means. */
    EWMA,
    /** Cumulative sum of the tiles' distances from the machine's own baseline. */
    CUSUM;

    /** What a pipeline file that names no statistics gets: all that need no more than a window's summary. */
    static final List<Statistic> STANDARD =
            Arrays.stream(values()).filter(statistic -> !statistic.isOfCourse()).toList();

    /** Whether it follows the course of a window from tile to tile, instead of summing the window up. */
    public boolean isOfCourse() {
        return compareTo(AUTOCORRELATION) >= 0;
    }

    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String[] names() {
        return Arrays.stream(values()).map(Statistic::columnName).toArray(String[]::new);
    }
}
