package io.millwright.features.label;

import io.millwright.features.label.Failure.Replacement;

/**
 * Remaining useful life at one row.
 *
 * @param hours to the next failure (a cycle is an hour); NaN inside repair windows and at a failure that did not end the
 *     machine's life
 * @param censored {@code hours} is only a lower bound: the data end, or a preventive replacement came first, of the
 *     component that fails next or, where none fails any more, of any
 */
public record RulLabel(double hours, boolean censored) {

    private static final double MS_PER_HOUR = 3_600_000.0;

    /** The label of one row; the repair window is R of the pipeline file. */
    public static RulLabel of(MachineLife life, long asOfMs, long repairWindowMs) {
        boolean atLastFailure = life.endsInFailure()
                && life.failures().get(life.failures().size() - 1).timeMs() == asOfMs;
        boolean atFailure = life.failures().stream().anyMatch(failure -> failure.timeMs() == asOfMs);
        if (atLastFailure) {
            return new RulLabel(0, false);
        }
        if (atFailure || FailureLabels.inRepair(life, asOfMs, repairWindowMs)) {
            return new RulLabel(Double.NaN, true);
        }
        for (Failure failure : life.failures()) {
            if (failure.timeMs() > asOfMs) {
                return untilFailure(life, asOfMs, failure);
            }
        }
        long until = life.observedUntilMs();
        for (Replacement replacement : life.preventive()) {
            if (replacement.timeMs() >= asOfMs) {
                until = Math.min(until, replacement.timeMs());
            }
        }
        return new RulLabel(Math.max(0, until - asOfMs) / MS_PER_HOUR, true);
    }

    private static RulLabel untilFailure(MachineLife life, long asOfMs, Failure failure) {
        for (Replacement replacement : life.preventive()) {
            if (replacement.timeMs() >= asOfMs
                    && replacement.timeMs() < failure.timeMs()
                    && failure.isOf(replacement)) {
                return new RulLabel((replacement.timeMs() - asOfMs) / MS_PER_HOUR, true);
            }
        }
        return new RulLabel((failure.timeMs() - asOfMs) / MS_PER_HOUR, false);
    }
}
