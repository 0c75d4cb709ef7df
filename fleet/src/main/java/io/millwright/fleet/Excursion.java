package io.millwright.fleet;

/**
 * A change that looks like a precursor and heals itself. Times are hours since the start of the history.
 *
 * @param kind what it is, for the truth
 * @param weights deviation at its height in deviation units, in sensor order
 * @param loadGain relative gain of the load at its height
 * @param rise share of its length until full height
 * @param turning whether what shakes the machine turns with its shaft (dirt on a rotor, a load off centre) or strikes (a loose mount);
 *     says something only where the vibration is moved
 */
@SuppressWarnings("ArrayRecordComponent") // numbers by sensor or hour; identity is never asked for
record Excursion(String kind, double from, double to, double[] weights, double loadGain, double rise, boolean turning) {

    /** Height at an hour, from 0 to 1. */
    double height(double hour) {
        if (hour <= from || hour >= to) {
            return 0;
        }
        double share = (hour - from) / (to - from);
        return share < rise ? share / rise : Math.min(1, (1 - share) / 0.12);
    }
}
