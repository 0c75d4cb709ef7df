package io.millwright.features.tile;

/**
 * What a set of readings of one sensor was: count, mean, central moments, extremes, first and last, and the cross moments
 * with time that give a slope. A commutative monoid under {@link #merge}: associative and commutative up to rounding (any
 * order agrees to 1e-9 relative), with {@link #EMPTY} as its neutral element. The sum of squares is not kept, it is
 * {@code m2 + count * mean()^2}, which stays exact where a plain sum would lose the spread of readings with a huge offset.
 *
 * @param count number of readings; 0 only in {@link #EMPTY}, whose other parts mean nothing
 * @param aboveFirst mean minus the earliest reading: readings far from zero keep all their digits that way
 * @param m2 sum of squared deviations from the mean; {@code m3}, {@code m4} of their third and fourth powers
 * @param firstMs time of the earliest reading, milliseconds since the epoch
 * @param first value of the earliest reading
 * @param originMs what the times below are relative to
 * @param timeMean mean time of the readings, in milliseconds after {@code originMs}
 * @param timeM2 sum of squared deviations from the mean time, ms^2
 * @param timeCo sum of products of the deviations of time and value
 * @see "Pebay, Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments,
 *     Sandia report SAND2008-6212, equations 2.1, 3.1 and 3.11"
 */
public record Moments(
        long count,
        double aboveFirst,
        double m2,
        double m3,
        double m4,
        double min,
        double max,
        long firstMs,
        double first,
        long lastMs,
        double last,
        long originMs,
        double timeMean,
        double timeM2,
        double timeCo) {

    /** The summary of no reading. */
    public static final Moments EMPTY =
            new Moments(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The summary of one reading. */
    public static Moments of(long timeMs, double value) {
        return new Moments(1, 0, 0, 0, 0, value, value, timeMs, value, timeMs, value, timeMs, 0, 0, 0);
    }

    /**
     * The summary of the readings {@code [from, to)} of a chunk, in two passes; values that are not finite are kept out.
     *
     * @param offsetsMs strictly increasing, after {@code originMs}
     */
    public static Moments of(long originMs, int[] offsetsMs, double[] values, int from, int to) {
        int n = 0;
        int first = -1;
        int last = -1;
        double shift = 0;
        double sum = 0;
        double timeSum = 0;
        for (int i = from; i < to; i++) {
            if (Double.isFinite(values[i])) {
                if (n == 0) {
                    first = i;
                    shift = values[i];
                }
                last = i;
                n++;
                sum += values[i] - shift;
                timeSum += offsetsMs[i] - offsetsMs[first];
            }
        }
        if (n == 0) {
            return EMPTY;
        }
        if (n == 1) {
            return of(originMs + offsetsMs[first], values[first]);
        }
        return aroundMean(originMs, offsetsMs, values, first, last, n, sum / n, offsetsMs[first] + timeSum / n);
    }

    private static Moments aroundMean(
            long originMs,
            int[] offsetsMs,
            double[] values,
            int first,
            int last,
            int n,
            double aboveFirst,
            double timeMean) {
        double m2 = 0;
        double m3 = 0;
        double m4 = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double timeM2 = 0;
        double timeCo = 0;
        for (int i = first; i <= last; i++) {
            double value = values[i];
            if (Double.isFinite(value)) {
                double d = (value - values[first]) - aboveFirst;
                double t = offsetsMs[i] - timeMean;
                m2 += d * d;
                m3 += d * d * d;
                m4 += d * d * d * d;
                min = Math.min(min, value);
                max = Math.max(max, value);
                timeM2 += t * t;
                timeCo += t * d;
            }
        }
        return new Moments(
                n,
                aboveFirst,
                m2,
                m3,
                m4,
                min,
                max,
                originMs + offsetsMs[first],
                values[first],
                originMs + offsetsMs[last],
                values[last],
                originMs,
                timeMean,
                timeM2,
                timeCo);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The summary of the readings of both; the two must not share a reading, but may interleave in time. */
    public Moments merge(Moments that) {
        if (that.count == 0) {
            return this;
        }
        if (count == 0) {
            return that;
        }
        double a = count;
        double b = that.count;
        double n = a + b;
        double apart = that.first - first;
        double d = apart + (that.aboveFirst - aboveFirst);
        double dOverN = d / n;
        double ab = a * b;
        long origin = Math.min(originMs, that.originMs);
        double timeA = timeMean + (originMs - origin);
        double timeB = that.timeMean + (that.originMs - origin);
        double dt = timeB - timeA;
        boolean thisFirst = firstMs <= that.firstMs;
        boolean thisLast = lastMs >= that.lastMs;
        return new Moments(
                count + that.count,
                thisFirst ? aboveFirst + dOverN * b : that.aboveFirst - dOverN * a,
                m2 + that.m2 + d * dOverN * ab,
                m3 + that.m3 + d * dOverN * dOverN * ab * (a - b) + 3 * dOverN * (a * that.m2 - b * m2),
                m4
                        + that.m4
                        + d * dOverN * dOverN * dOverN * ab * (a * a - ab + b * b)
                        + 6 * dOverN * dOverN * (a * a * that.m2 + b * b * m2)
                        + 4 * dOverN * (a * that.m3 - b * m3),
                Math.min(min, that.min),
                Math.max(max, that.max),
                thisFirst ? firstMs : that.firstMs,
                thisFirst ? first : that.first,
                thisLast ? lastMs : that.lastMs,
                thisLast ? last : that.last,
                origin,
                timeA + dt * b / n,
                timeM2 + that.timeM2 + dt * dt * ab / n,
                timeCo + that.timeCo + d * dt * ab / n);
    }

    /** Arithmetic mean; of no meaning without readings. */
    public double mean() {
        return first + aboveFirst;
    }

    /** Mean minus the mean of others, as exact as the differences of their readings: what both lie above takes no digits from it. */
    public double meanAbove(Moments others) {
        return (first - others.first) + (aboveFirst - others.aboveFirst);
    }

    /** Latest reading minus mean, as exact. */
    public double lastAboveMean() {
        return (last - first) - aboveFirst;
    }

    /** Variance with {@code n - 1}; NaN below two readings. */
    public double variance() {
        return count < 2 ? Double.NaN : m2 / (count - 1);
    }

    /** Standard deviation with {@code n - 1}; NaN below two readings. */
    public double sd() {
        return Math.sqrt(variance());
    }

    /** Root mean square; NaN without readings. */
    public double rms() {
        return count == 0 ? Double.NaN : Math.sqrt(mean() * mean() + m2 / count);
    }

    /** Skewness {@code g1}, of the population; NaN below three readings or without spread. */
    public double skewness() {
        return count < 3 || m2 <= 0 ? Double.NaN : Math.sqrt((double) count) * m3 / (m2 * Math.sqrt(m2));
    }

    /** Kurtosis as vibration analysis has it, 3 for a normal distribution; NaN below four readings or without spread. */
    public double kurtosis() {
        return count < 4 || m2 <= 0 ? Double.NaN : count * m4 / (m2 * m2);
    }

    /** Slope of the least-squares line through time, per millisecond; NaN below two instants. */
    public double slopePerMs() {
        return count < 2 || timeM2 <= 0 ? Double.NaN : timeCo / timeM2;
    }

    /** Largest absolute value over root mean square; NaN without readings, where all are zero or too large to be squared. */
    public double crestFactor() {
        double rms = rms();
        return rms > 0 && Double.isFinite(rms) ? Math.max(Math.abs(min), Math.abs(max)) / rms : Double.NaN;
    }
}
