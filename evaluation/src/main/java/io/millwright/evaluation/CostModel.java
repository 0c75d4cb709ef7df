package io.millwright.evaluation;

/**
 * What outcomes cost, in any one unit of money.
 *
 * @param unplanned one failure that was not foretold in time
 * @param planned the same work when foretold in time
 * @param falseAlarm one alert episode that turns out to be nothing
 */
public record CostModel(double unplanned, double planned, double falseAlarm) {

    public CostModel {
        if (!(unplanned >= 0 && planned >= 0 && falseAlarm >= 0)) {
            throw new IllegalArgumentException("costs must be >= 0, got unplanned " + unplanned + ", planned " + planned
                    + ", false alarm " + falseAlarm);
        }
    }

    public double of(long missedEvents, long detectedEvents, long falseAlarms) {
        return missedEvents * unplanned + detectedEvents * planned + falseAlarms * falseAlarm;
    }
}
