package io.millwright.pipeline.report;

import java.util.List;

/**
 * What was predicted for one machine and what happened to it; times are seconds from the epoch, UTC.
 *
 * @param why it is shown
 * @param predictions the headline target's decision score on the tests, then what work lists said of later moments
 * @param remainingLife the RUL champion's predictions on the tests, in the axis' unit
 * @param sensors those that moved most, as means per stretch
 */
public record MachineTimeline(
        String equipmentId,
        String site,
        String type,
        String why,
        List<Score> predictions,
        List<Life> remainingLife,
        List<Mark> failures,
        List<Mark> orders,
        List<SensorTrack> sensors) {

    /** Instead of a fold, of what a work list said. */
    static final int LISTED = 0;

    /** Probability at one as_of; the fold counts from 1, or is {@link #LISTED}. */
    public record Score(long t, double p, int fold) {}

    /** Remaining life at one as_of: lower end, median, upper end, and the truth where it became known. */
    public record Life(long t, double low, double median, double high, double truth) {}

    /** Something that happened. */
    public record Mark(long t, String kind, String text) {}

    /** Means of one sensor in its unit, at the middle of each stretch. */
    public record SensorTrack(String name, String label, String unit, List<Long> t, List<Double> mean) {}
}
