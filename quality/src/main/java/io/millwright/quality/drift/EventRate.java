package io.millwright.quality.drift;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Events in an exposure, with the exact Poisson interval.
 *
 * @param events number seen
 * @param machineWeeks observed, > 0; 0 where nothing was, and then there is no rate
 * @param low 95 % interval of the rate, per machine-week; NaN where nothing was observed
 * @param high 95 % interval of the rate, per machine-week; NaN where nothing was observed
 * @see "Garwood, Fiducial Limits for the Poisson Distribution, Biometrika 28, 1936"
 */
public record EventRate(long events, double machineWeeks, double low, double high) {

    public static EventRate of(long events, double machineWeeks) {
        if (events < 0 || !(machineWeeks > 0)) {
            throw new IllegalArgumentException(
                    "events must be >= 0 and machine-weeks > 0, got " + events + " and " + machineWeeks);
        }
        double low = events == 0 ? 0 : quantile(2.0 * events, 0.025) / 2;
        double high = quantile(2.0 * events + 2, 0.975) / 2;
        return new EventRate(events, machineWeeks, low / machineWeeks, high / machineWeeks);
    }

    /** Of a period in which no machine was looked at. */
    static EventRate unobserved() {
        return new EventRate(0, 0, Double.NaN, Double.NaN);
    }

    /** NaN where nothing was observed. */
    public double perMachineWeek() {
        return events / machineWeeks;
    }

    /**
     * Two-sided exact p-value that two rates are equal: given the sum, the events of one period are binomial with its share
     * of the exposure. NaN where one of them was not observed.
     *
     * @see "Przyborowski and Wilenski, Homogeneity of Results in Testing Samples from Poisson Series, 1940"
     */
    public double pValueOfEqual(EventRate other) {
        if (machineWeeks == 0 || other.machineWeeks == 0) {
            return Double.NaN;
        }
        long all = events + other.events;
        if (all == 0) {
            return 1;
        }
        double share = machineWeeks / (machineWeeks + other.machineWeeks);
        BinomialDistribution given = new BinomialDistribution(null, Math.toIntExact(all), share);
        double below = given.cumulativeProbability(Math.toIntExact(events));
        double above = 1 - given.cumulativeProbability(Math.toIntExact(events) - 1);
        return Math.min(1, 2 * Math.min(below, above));
    }

    private static double quantile(double degrees, double p) {
        return new ChiSquaredDistribution(null, degrees).inverseCumulativeProbability(p);
    }
}
