package io.millwright.features.window;

import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Quartiles;
import io.millwright.lake.config.Statistic;

/**
 * What one window of one sensor holds, and its statistics. NaN stands for "cannot be computed".
 *
 * @param moments of the readings in the window
 * @param quartiles {@link Quartiles#NONE} where no statistic asks for them
 * @param baseline of the machine's own normal; empty for none
 * @param expected readings the sensor's period promises for the part of the window after the machine's first reading
 * @param periodHours designed distance of readings
 */
record Window(Moments moments, Quartiles quartiles, Moments baseline, double expected, double periodHours) {

    private static final double MS_PER_HOUR = 3_600_000.0;

    /** 0.6745 makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 0.6745;

    double statistic(Statistic statistic) {
        double value = value(statistic);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private double value(Statistic statistic) {
        if (moments.isEmpty()) {
            return switch (statistic) {
                case COUNT -> 0;
                case MISSING_SHARE -> missingShare();
                default -> Double.NaN;
            };
        }
        return switch (statistic) {
            case COUNT -> moments.count();
            case MISSING_SHARE -> missingShare();
            case MEAN -> moments.mean();
            case MEDIAN -> quartiles.median();
            case SD -> moments.sd();
            case VARIANCE -> moments.variance();
            case SKEWNESS -> moments.skewness();
            case KURTOSIS -> moments.kurtosis();
            case MIN -> moments.min();
            case MAX -> moments.max();
            case PEAK_TO_PEAK -> moments.max() - moments.min();
            case RMS -> moments.rms();
            case CREST_FACTOR -> moments.crestFactor();
            case SLOPE -> moments.slopePerMs() * MS_PER_HOUR;
            case INTEGRAL -> moments.mean() * moments.count() * periodHours;
            case LAST -> moments.last();
            case LAST_Z -> over(moments.lastAboveMean(), moments.sd());
            case LAST_MODIFIED_Z -> over(NORMAL * (moments.last() - quartiles.median()), quartiles.deviation());
            case IQR -> quartiles.range();
            case IQR_DISTANCE -> over(outside(moments.last(), quartiles.lower(), quartiles.upper()), quartiles.range());
            case BASELINE_DELTA -> baselineDelta();
            case BASELINE_Z -> over(baselineDelta(), baseline.sd());
            case AUTOCORRELATION, MEAN_CROSSINGS, ZERO_CROSSINGS, FLAT_HOURS, EWMA, CUSUM ->
                throw new IllegalArgumentException(statistic + " follows the course of a window");
        };
    }

    private double missingShare() {
        return expected > 0 ? Math.max(0, 1 - moments.count() / expected) : Double.NaN;
    }

    private double baselineDelta() {
        return baseline.isEmpty() ? Double.NaN : moments.meanAbove(baseline);
    }

    private static double over(double value, double scale) {
        return scale > 0 && Double.isFinite(scale) ? value / scale : Double.NaN;
    }

    /** How far a value lies outside a range; 0 inside, negative below. */
    private static double outside(double value, double lower, double upper) {
        return value > upper ? value - upper : Math.min(value - lower, 0);
    }
}
