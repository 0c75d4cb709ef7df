package io.millwright.features.label;

import io.millwright.features.label.Failure.Replacement;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which labels of a machine differ because more, or something else, is known of its life. A label of a row asks for nothing at or after the
 * end of its horizon; a remaining life for nothing behind the next failure.
 *
 * @param firstMs earliest moment of what only one of the lives has: a failure, a replacement, a finding, the end of what is observed or of
 *     the life; {@code Long.MAX_VALUE} where they are the same
 * @param failedMs latest failure before it; {@code Long.MIN_VALUE} for none
 */
public record LifeChange(long firstMs, long failedMs) {

    private static final LifeChange NONE = new LifeChange(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Between two lives of one machine. */
    public static LifeChange between(MachineLife before, MachineLife now) {
        OptionalLong first =
                differing(before, now).stream().mapToLong(Moment::timeMs).min();
        if (first.isEmpty()) {
            return NONE;
        }
        long failed = now.failures().stream()
                .mapToLong(Failure::timeMs)
                .filter(time -> time < first.getAsLong())
                .max()
                .orElse(Long.MIN_VALUE);
        return new LifeChange(first.getAsLong(), failed);
    }

    /** Rows at or before this moment have the labels they had. */
    public long labelsAfterMs(long horizonMs) {
        return firstMs == Long.MAX_VALUE || firstMs < Long.MIN_VALUE + horizonMs ? firstMs : firstMs - horizonMs;
    }

    /** Rows at or before this moment have the remaining lives they had. */
    public long rulsAfterMs() {
        return failedMs;
    }

    /** Something that is told of a life. */
    private record Moment(long timeMs, Object what) {}

    private static Set<Moment> differing(MachineLife before, MachineLife now) {
        Set<Moment> those = moments(before);
        Set<Moment> these = moments(now);
        Set<Moment> differing = new HashSet<>(those);
        differing.removeAll(these);
        these.removeAll(those);
        differing.addAll(these);
        return differing;
    }

    private static Set<Moment> moments(MachineLife life) {
        Set<Moment> moments = new HashSet<>();
        life.failures().forEach(failure -> moments.add(new Moment(failure.timeMs(), failure)));
        for (Replacement replacement : life.preventive()) {
            moments.add(new Moment(replacement.timeMs(), replacement));
        }
        life.findings().forEach(finding -> moments.add(new Moment(finding.timeMs(), finding)));
        moments.add(new Moment(life.observedUntilMs(), "observed"));
        if (life.endsInFailure()) {
            int last = life.failures().size() - 1;
            moments.add(new Moment(life.failures().get(last).timeMs(), "end"));
        }
        return moments;
    }
}
