package io.millwright.etl;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges the readings of one sensor of one machine one after the other, each by earlier ones alone: what a feature may use of
 * it, and which stretches are spikes, stuck or in a wrong unit.
 *
 * <p>A reading far outside the {@link RecentBand} is kept out. Three of them in a row may be a spike; with the fourth it is
 * settled: if all of them fall back into the band when read in another unit, the unit was wrong and values are corrected from
 * there on; else the level has shifted and readings count again. A run of one value that is no habit of the sensor is stuck
 * and kept out from the moment it is known to be. A sensor that leaves its band often has several levels, one for each way its
 * machine is run: no band describes it, and from then on nothing of it is called a spike.
 */
final class Detector implements Serializable {

    private static final double FAR = 8;
    private static final double FAR_FROM_NEXT = 6;
    private static final double FAR_FOR_UNIT = 15;
    private static final double BACK_IN_UNIT = 10;
    private static final int LONGEST_SPIKE = 3;
    private static final double MOSTLY_FLAT = 0.5;
    private static final double CLEAR_CHANGE = 0.4;
    private static final int OFTEN = 4;
    private static final double OFTEN_SHARE = 0.04;

    private final SensorProfile profile;
    private final RecentBand band;
    private final FlatRun flat;
    private final double[] pending = new double[LONGEST_SPIKE + 1];
    private int pendingCount;
    private long pendingSinceMs;
    private Units.@Nullable Mistake mistake;
    private long mistakeSinceMs;
    private boolean stuck;
    private long judged;
    private long outside;
    private boolean hasLevels;
    private final @Nullable List<Finding> findings;

    Detector(SensorProfile profile, @Nullable List<Finding> findings) {
        this(profile, findings, new RecentBand(), new FlatRun());
    }

    private Detector(SensorProfile profile, @Nullable List<Finding> findings, RecentBand band, FlatRun flat) {
        this.profile = profile;
        this.findings = findings;
        this.band = band;
        this.flat = flat;
    }

    /** One that goes on from here, and reports what it finds elsewhere, or nowhere. */
    Detector fork(@Nullable List<Finding> elsewhere) {
        Detector fork = new Detector(profile, elsewhere, new RecentBand(band), new FlatRun(flat));
        System.arraycopy(pending, 0, fork.pending, 0, pending.length);
        fork.pendingCount = pendingCount;
        fork.pendingSinceMs = pendingSinceMs;
        fork.mistake = mistake;
        fork.mistakeSinceMs = mistakeSinceMs;
        fork.stuck = stuck;
        fork.judged = judged;
        fork.outside = outside;
        fork.hasLevels = hasLevels;
        return fork;
    }

    /** What may be used of the next reading; NaN for nothing. */
    double next(long timeMs, double value) {
        if (value != flat.value() && stuck) {
            stuck = false;
            report(Finding.STUCK, flat.sinceMs(), timeMs, flatness(), Finding.KEPT_OUT);
        }
        flat.next(timeMs, value);
        stuck = flat.isSuspicious();
        double judged = judge(timeMs, value);
        return stuck ? Double.NaN : judged;
    }

    /** What may be used of a reading that came late: judged by the state its time finds, which it does not change. */
    double peek(double value) {
        if (isBeyondJudgement() || band.distance(value) <= FAR) {
            return value;
        }
        Units.Mistake now = mistake;
        if (now != null && band.distance(now.back().apply(value)) <= BACK_IN_UNIT) {
            return now.back().apply(value);
        }
        return Double.NaN;
    }

    /** Whether no band describes the sensor: not yet, or not such a sensor. */
    private boolean isBeyondJudgement() {
        return !band.isWarm() || flat.repeats() > MOSTLY_FLAT || hasLevels;
    }

    private double judge(long timeMs, double value) {
        if (isBeyondJudgement()) {
            band.accept(value);
            return value;
        }
        judged++;
        Units.Mistake now = mistake;
        if (now != null) {
            double corrected = now.back().apply(value);
            if (band.distance(corrected) <= BACK_IN_UNIT && band.distance(value) > FAR) {
                pendingCount = 0;
                band.accept(corrected);
                return corrected;
            }
        }
        return band.distance(value) <= FAR ? inBand(timeMs, value) : outOfBand(timeMs, value);
    }

    private double inBand(long timeMs, double value) {
        endOfMistake(pendingCount > 0 ? pendingSinceMs : timeMs);
        if (pendingCount > 0 && standsOut(value)) {
            report(
                    Finding.SPIKE,
                    pendingSinceMs,
                    timeMs,
                    String.format(
                            Locale.ROOT,
                            "%d readings up to %s, %.0f noise standard deviations from %s",
                            pendingCount,
                            farthest(),
                            Math.min(9_999, band.distance(farthest())),
                            band.median()),
                    Finding.KEPT_OUT);
        }
        if (pendingCount > 0 || outside >= OFTEN) {
            pendingSettled();
        }
        band.accept(value);
        return value;
    }

    /** The pending readings are settled, and were not in another unit. */
    private void pendingSettled() {
        outside += pendingCount;
        pendingCount = 0;
        hasLevels = outside >= OFTEN && outside > OFTEN_SHARE * judged;
    }

    /** Whether the pending readings are as far from what followed them; after a silence they may only be the new level. */
    private boolean standsOut(double following) {
        for (int i = 0; i < pendingCount; i++) {
            if (Math.abs(pending[i] - following) <= FAR_FROM_NEXT * band.sd()) {
                return false;
            }
        }
        return true;
    }

    private double farthest() {
        double farthest = pending[0];
        for (int i = 1; i < pendingCount; i++) {
            farthest = band.distance(pending[i]) > band.distance(farthest) ? pending[i] : farthest;
        }
        return farthest;
    }

    private double outOfBand(long timeMs, double value) {
        if (pendingCount == 0) {
            pendingSinceMs = timeMs;
        }
        pending[pendingCount++] = value;
        if (pendingCount <= LONGEST_SPIKE) {
            return Double.NaN;
        }
        Units.Mistake found = mistake == null ? explanation() : null;
        if (found != null) {
            mistake = found;
            mistakeSinceMs = pendingSinceMs;
            pendingCount = 0;
            double corrected = found.back().apply(value);
            band.accept(corrected);
            return corrected;
        }
        endOfMistake(pendingSinceMs);
        band.shift(pending[0]);
        for (int i = 1; i < pendingCount; i++) {
            band.accept(pending[i]);
        }
        pendingSettled();
        return value;
    }

    /** The unit in which all pending readings fall back into the band, far from where they stand. */
    private Units.@Nullable Mistake explanation() {
        for (Units.Mistake candidate : profile.mistakes()) {
            boolean explains = true;
            for (int i = 0; i < pendingCount && explains; i++) {
                double corrected = candidate.back().apply(pending[i]);
                explains = band.distance(corrected) <= BACK_IN_UNIT
                        && band.distance(pending[i]) > FAR_FOR_UNIT
                        && Math.abs(pending[i] - corrected)
                                > CLEAR_CHANGE * Math.max(Math.abs(corrected), Math.abs(pending[i]));
            }
            if (explains) {
                return candidate;
            }
        }
        return null;
    }

    private void endOfMistake(long untilMs) {
        Units.Mistake now = mistake;
        if (now != null) {
            report(
                    Finding.WRONG_UNIT,
                    mistakeSinceMs,
                    untilMs,
                    "values fit the sensor's past only when read as " + now.unit(),
                    Finding.CORRECTED);
            mistake = null;
        }
    }

    /** Reports what is still going on when the readings end. */
    void end(long untilMs) {
        if (stuck) {
            stuck = false;
            report(Finding.STUCK, flat.sinceMs(), untilMs, flatness(), Finding.KEPT_OUT);
        }
        endOfMistake(untilMs);
    }

    private String flatness() {
        return String.format(
                Locale.ROOT,
                "%d readings of exactly %s, where %.1f %% of readings repeat the one before",
                flat.length(),
                flat.value(),
                100 * flat.repeats());
    }

    private void report(String kind, long fromMs, long toMs, String evidence, String action) {
        if (findings != null) {
            findings.add(new Finding(profile.name(), kind, fromMs, toMs, evidence, action));
        }
    }
}
