package io.millwright.evaluation.event;

import io.millwright.evaluation.TimeWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One subject's scores in time order, with everything that does not depend on the threshold settled once: which rows are ignored,
 * what an episode starting at a row would be, and which zones it would start in.
 *
 * <p>{@code timeline + scores -> rows that count [(as_of, score, outcome, healthy)] -> (threshold) -> episodes}
 */
final class SubjectTrack {

    private static final double MILLIS_PER_WEEK = 7 * 24 * 3_600_000.0;
    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final Timeline timeline;
    private final EventRules rules;
    private final List<FailureEvent> counted;
    private final long[] zoneFrom;
    private final long[] zoneTo;
    private final long[] failureAt;
    private final long[] allFailures;
    private final long[] asOf;
    private final double[] score;
    private final Outcome[] outcome;
    private final boolean[] healthy;

    SubjectTrack(Timeline timeline, EventRules rules, long[] asOfMillis, double[] scores) {
        this.timeline = timeline;
        this.rules = rules;
        this.counted = timeline.failures().stream().filter(this::counts).toList();
        this.allFailures =
                millis(timeline.failures().stream().map(FailureEvent::at).toList());
        this.failureAt = millis(counted.stream().map(FailureEvent::at).toList());
        this.zoneFrom = counted.stream().mapToLong(this::zoneFrom).toArray();
        this.zoneTo = counted.stream().mapToLong(this::zoneTo).toArray();
        int[] kept = keptRows(asOfMillis);
        this.asOf = Arrays.stream(kept).mapToLong(row -> asOfMillis[row]).toArray();
        this.score = Arrays.stream(kept).mapToDouble(row -> scores[row]).toArray();
        this.outcome = new Outcome[kept.length];
        this.healthy = new boolean[kept.length];
        for (int i = 0; i < kept.length; i++) {
            outcome[i] = outcomeAt(asOf[i]);
            healthy[i] = outcome[i] == Outcome.FALSE_ALARM;
        }
    }

    /** Whether {@link #patient} would say the same. */
    boolean isPatient() {
        return rules.rightWithin().equals(rules.horizon().horizon());
    }

    /** The same rows under {@link EventRules#patient}. */
    SubjectTrack patient() {
        return new SubjectTrack(timeline, rules.patient(), asOf, score);
    }

    /** Sees every episode at a threshold. */
    interface EpisodeListener {
        void episode(int row, Outcome outcome);
    }

    String machine() {
        return timeline.machine();
    }

    Timeline timeline() {
        return timeline;
    }

    List<FailureEvent> events() {
        return counted;
    }

    long asOf(int row) {
        return asOf[row];
    }

    double score(int row) {
        return score[row];
    }

    double[] scores() {
        return score;
    }

    int healthyRows() {
        int rows = 0;
        for (boolean h : healthy) {
            rows += h ? 1 : 0;
        }
        return rows;
    }

    double exposureWeeks() {
        TimeWindow observed = timeline.observed();
        long from = observed.from().toEpochMilli();
        long to = observed.to().toEpochMilli();
        long exposed = 0;
        long free = from;
        for (long start : repairStarts()) {
            exposed += Math.max(0, Math.min(start, to) - free);
            free = Math.max(free, Math.min(to, start + rules.repairWindow().toMillis()));
        }
        return (exposed + Math.max(0, to - free)) / MILLIS_PER_WEEK;
    }

    /**
     * Walks the rows once. An alert stands from its episode's start for the cool-down, at most until the next failure.
     *
     * @return number of healthy rows inside an alert: one stands, or the score is at or above the threshold
     */
    int walk(double threshold, EpisodeListener listener) {
        long coolDown = rules.coolDown().toMillis();
        boolean forgets = rules.carry() == EventRules.Carry.FORGOTTEN_AT_ZONE_START;
        long nextAllowed = Long.MIN_VALUE;
        long standsUntil = Long.MIN_VALUE;
        long lastStart = Long.MIN_VALUE;
        int healthyInAlert = 0;
        for (int i = 0; i < asOf.length; i++) {
            boolean cool = asOf[i] >= nextAllowed || (forgets && zoneEnteredBetween(lastStart, asOf[i]));
            if (score[i] >= threshold && cool) {
                listener.episode(i, outcome[i]);
                lastStart = asOf[i];
                nextAllowed = asOf[i] + coolDown;
                standsUntil = Math.min(nextAllowed, nextFailureAfter(asOf[i]));
            }
            if (healthy[i] && (asOf[i] < standsUntil || score[i] >= threshold)) {
                healthyInAlert++;
            }
        }
        return healthyInAlert;
    }

    boolean inZone(int event, int row) {
        return inZone(event, asOf[row]);
    }

    boolean lateFor(int event, int row) {
        return asOf[row] > zoneTo[event] && asOf[row] > zoneFrom[event] && asOf[row] <= failureAt[event];
    }

    double leadHours(int event, int row) {
        return (failureAt[event] - asOf[row]) / MILLIS_PER_HOUR;
    }

    /** A failure counts if it was watched and its zone did not end before the watch began. */
    private boolean counts(FailureEvent failure) {
        return timeline.observed().contains(failure.at())
                && zoneTo(failure) >= timeline.observed().from().toEpochMilli();
    }

    private long zoneFrom(FailureEvent failure) {
        Instant onset = failure.onset();
        return onset != null
                ? onset.toEpochMilli()
                : failure.at().toEpochMilli() - rules.horizon().horizon().toMillis();
    }

    /** Last instant of the zone: t_f - L, and always before t_f. */
    private long zoneTo(FailureEvent failure) {
        long at = failure.at().toEpochMilli();
        return Math.min(at - 1, at - rules.horizon().minimumLead().toMillis());
    }

    private boolean inZone(int event, long at) {
        return at > zoneFrom[event] && at <= zoneTo[event];
    }

    private boolean inAnyZone(long at) {
        for (int event = 0; event < zoneFrom.length; event++) {
            if (inZone(event, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean zoneEnteredBetween(long before, long now) {
        for (int event = 0; event < zoneFrom.length; event++) {
            if (inZone(event, now) && !inZone(event, before)) {
                return true;
            }
        }
        return false;
    }

    private int[] keptRows(long[] asOfMillis) {
        long[] repairs = repairStarts();
        int[] kept = new int[asOfMillis.length];
        int count = 0;
        for (int row = 0; row < asOfMillis.length; row++) {
            if (timeline.observed().contains(asOfMillis[row]) && !inRepair(repairs, asOfMillis[row])) {
                kept[count++] = row;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private boolean inRepair(long[] repairs, long at) {
        for (long start : repairs) {
            if (at > start && at <= start + rules.repairWindow().toMillis()) {
                return true;
            }
        }
        return false;
    }

    private long[] repairStarts() {
        return Stream.concat(timeline.failures().stream().map(FailureEvent::at), timeline.repairs().stream())
                .mapToLong(Instant::toEpochMilli)
                .sorted()
                .toArray();
    }

    private Outcome outcomeAt(long at) {
        if (inAnyZone(at)) {
            return Outcome.HIT;
        }
        if (tooLate(at)) {
            return Outcome.LATE;
        }
        long through = at + rules.horizon().horizon().toMillis();
        boolean watched = through <= timeline.observed().to().toEpochMilli();
        boolean replaced = timeline.preventiveReplacements().stream()
                .mapToLong(Instant::toEpochMilli)
                .anyMatch(replacement -> replacement >= at && replacement <= through);
        boolean excused =
                timeline.excused().stream().anyMatch(window -> window.contains(at)) || beforeUncountedFailure(at);
        return watched && !replaced && !excused ? Outcome.FALSE_ALARM : Outcome.UNDETERMINED;
    }

    /** In the zone of a failure that came after the watch. */
    private boolean beforeUncountedFailure(long at) {
        return timeline.failures().stream().anyMatch(failure -> at > zoneFrom(failure) && at <= zoneTo(failure));
    }

    private boolean tooLate(long at) {
        for (FailureEvent failure : timeline.failures()) {
            if (at > zoneFrom(failure)
                    && at > zoneTo(failure)
                    && at <= failure.at().toEpochMilli()) {
                return true;
            }
        }
        return false;
    }

    private long nextFailureAfter(long at) {
        for (long failure : allFailures) {
            if (failure > at) {
                return failure;
            }
        }
        return Long.MAX_VALUE;
    }

    private static long[] millis(List<Instant> instants) {
        return instants.stream().mapToLong(Instant::toEpochMilli).toArray();
    }
}
