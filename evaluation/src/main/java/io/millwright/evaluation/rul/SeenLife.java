package io.millwright.evaluation.rul;

/**
 * What was seen of the life of a machine after one of its rows.
 *
 * @param hours the life lasted, or was watched for where it is censored; NaN where nothing is known
 * @param censored the failure was not seen
 */
public record SeenLife(double hours, boolean censored) {

    public static final SeenLife NOTHING = new SeenLife(Double.NaN, true);

    /** What was known of it after so many hours; infinite leaves it as it is. A failure after them was not seen then. */
    public SeenLife knownAfter(double hoursLater) {
        return new SeenLife(Math.min(hoursLater, hours), censored || hours > hoursLater);
    }

    /** Hours the life lasted; NaN where that was not seen. */
    public double truth() {
        return censored ? Double.NaN : hours;
    }
}
