package io.millwright.evaluation.split;

import io.millwright.evaluation.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Training and test period, the same for all machines.
 *
 * <p>Training rows before the test keep {@code as_of + purge <= test start}. Training rows after the test, if the training period
 * reaches that far, keep {@code as_of >= test end + embargo}. Rows of the test period never train, even if the periods overlap.
 *
 * @param train period of training rows, by {@code as_of}
 * @param test period of test rows, by {@code as_of}
 * @param purge the target's horizon H
 * @param embargo at least the longest feature window (and H); matters only where training rows later than the test exist
 */
public record TimeFold(TimeWindow train, TimeWindow test, Duration purge, Duration embargo) implements Fold {

    public TimeFold {
        if (purge.isNegative() || embargo.isNegative()) {
            throw new IllegalArgumentException("purge and embargo must be >= 0, got " + purge + " and " + embargo);
        }
    }

    /** Trains on {@code [trainFrom, test start)}. */
    public static TimeFold before(Instant trainFrom, TimeWindow test, Duration purge) {
        return new TimeFold(new TimeWindow(trainFrom, test.from()), test, purge, Duration.ZERO);
    }

    /**
     * Walk forward: the first part of the period trains, the rest is cut into equal tests, each trained on everything before it.
     *
     * @param period all rows, by {@code as_of}
     * @param folds number of tests, at least 1
     * @param firstTraining share of the period before the first test, in (0, 1)
     * @param purge the target's horizon H
     * @return folds in time order; tests tile the end of the period without gap or overlap
     */
    public static List<TimeFold> walkForward(TimeWindow period, int folds, double firstTraining, Duration purge) {
        if (folds < 1 || !(firstTraining > 0 && firstTraining < 1)) {
            throw new IllegalArgumentException("folds must be >= 1 and the first training share in (0, 1), got " + folds
                    + " and " + firstTraining);
        }
        long length = period.length().toMillis();
        Duration firstTest = wholeDays(Math.round(length * firstTraining), length);
        return walkForward(period, folds, period.from().plus(firstTest), purge);
    }

    /** As above, with the start of the first test given; cuts between tests fall on whole days from there where that is possible. */
    public static List<TimeFold> walkForward(TimeWindow period, int folds, Instant firstTest, Duration purge) {
        long remaining = Duration.between(firstTest, period.to()).toMillis();
        if (folds < 1 || remaining < folds || firstTest.isBefore(period.from())) {
            throw new IllegalArgumentException(
                    "cannot cut " + folds + " tests out of [" + firstTest + ", " + period.to() + ")");
        }
        List<TimeFold> all = new ArrayList<>();
        Instant from = firstTest;
        for (int fold = 1; fold <= folds; fold++) {
            Instant to = fold == folds
                    ? period.to()
                    : firstTest.plus(wholeDays(remaining * fold / folds, remaining / folds));
            all.add(before(period.from(), new TimeWindow(from, to), purge));
            from = to;
        }
        return List.copyOf(all);
    }

    /**
     * A fold inside this one's training period, for tuning, calibration and thresholds: its test is the last {@code length} of the
     * training period. Labels of its last rows may reach into the outer test: those rows are {@link Part#PURGED} by the outer fold
     * and must not be used with their label; events are judged as observed up to the end of the training period.
     */
    public TimeFold validation(Duration length) {
        Instant from = train.to().minus(length);
        if (!from.isAfter(train.from())) {
            throw new IllegalArgumentException("a validation of " + length + " leaves nothing to train on in ["
                    + train.from() + ", " + train.to() + ")");
        }
        return before(train.from(), new TimeWindow(from, train.to()), purge);
    }

    @Override
    public Part part(String machine, long asOfMillis) {
        if (test.contains(asOfMillis)) {
            return Part.TEST;
        }
        if (!train.contains(asOfMillis)) {
            return Part.OUTSIDE;
        }
        if (asOfMillis < test.from().toEpochMilli()) {
            return asOfMillis + purge.toMillis() <= test.from().toEpochMilli() ? Part.TRAIN : Part.PURGED;
        }
        return asOfMillis >= test.to().toEpochMilli() + embargo.toMillis() ? Part.TRAIN : Part.EMBARGOED;
    }

    @Override
    public String name() {
        return "test " + test.from() + " to " + test.to();
    }

    private static Duration wholeDays(long millis, long scale) {
        Duration exact = Duration.ofMillis(millis);
        return scale >= Duration.ofDays(2).toMillis() ? Duration.ofDays(Math.max(1, exact.toDays())) : exact;
    }
}
