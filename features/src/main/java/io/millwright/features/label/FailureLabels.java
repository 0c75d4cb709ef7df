package io.millwright.features.label;

import io.millwright.features.label.Failure.Replacement;
import io.millwright.features.label.FailureLabel.Reason;

/**
 * Labels of the target (H, L), for a machine as a whole. Positive where a failure at t_f has {@code as_of} in
 * {@code (t_f - H, t_f - L]}, never at or after t_f. Unlabelled in {@code (t_f - L, t_f]}, at t_f, from t_f through its
 * repair to R after it, where the horizon {@code [as_of, as_of + H)} is not observed to its end, and where a preventive
 * replacement cut the horizon short: of a failing component before a failure, of any component where none failed.
 *
 * <p>Where no failure decides, a finding does, if it was written down before the horizon ends, so that no label is known later than the
 * horizon is: damage found at t makes rows in {@code (t - H, t - L]} positive; nothing found at t makes those rows in {@code (t - H, t]}
 * negative that a preventive replacement left open. What happened is never overruled.
 *
 * @param horizonMs H
 * @param minimumLeadMs L, at least 0 and below H
 * @param repairWindowMs R
 */
public record FailureLabels(long horizonMs, long minimumLeadMs, long repairWindowMs) {

    /** The label of one row. */
    public FailureLabel label(MachineLife life, long asOfMs) {
        FailureLabel happened = happened(life, asOfMs);
        boolean open = happened.reason() == null
                || happened.reason() == Reason.PREVENTIVE_REPLACEMENT
                || happened.reason() == Reason.END_OF_DATA;
        return open && happened.failure() == null ? found(life, asOfMs, happened) : happened;
    }

    private FailureLabel found(MachineLife life, long asOfMs, FailureLabel happened) {
        boolean cleared = false;
        for (Finding finding : life.findings()) {
            boolean inTime = asOfMs > finding.timeMs() - horizonMs && finding.knownMs() < asOfMs + horizonMs;
            if (inTime && finding.isConfirmed() && asOfMs <= finding.timeMs() - minimumLeadMs) {
                return FailureLabel.confirmed(finding);
            }
            cleared |= inTime && finding.isFalseAlarm() && asOfMs <= finding.timeMs();
        }
        return cleared && happened.reason() == Reason.PREVENTIVE_REPLACEMENT ? FailureLabel.cleared() : happened;
    }

    private FailureLabel happened(MachineLife life, long asOfMs) {
        for (Failure failure : life.failures()) {
            if (asOfMs == failure.timeMs()) {
                return FailureLabel.unlabelled(Reason.AT_FAILURE);
            }
            if (asOfMs > failure.timeMs() - minimumLeadMs && asOfMs < failure.timeMs()) {
                return FailureLabel.unlabelled(Reason.INSIDE_MINIMUM_LEAD);
            }
        }
        if (inRepair(life, asOfMs, repairWindowMs)) {
            return FailureLabel.unlabelled(Reason.REPAIR_WINDOW);
        }
        return horizon(life, asOfMs);
    }

    private FailureLabel horizon(MachineLife life, long asOfMs) {
        boolean failed = false;
        for (Failure failure : life.failures()) {
            if (failure.timeMs() > asOfMs && failure.timeMs() < asOfMs + horizonMs) {
                failed = true;
                if (isObserved(life, asOfMs) && !replacedBefore(life, asOfMs, failure)) {
                    return FailureLabel.positive(failure);
                }
            }
        }
        if (!isObserved(life, asOfMs)) {
            return FailureLabel.unlabelled(Reason.END_OF_DATA);
        }
        return failed || replacedWithin(life, asOfMs)
                ? FailureLabel.unlabelled(Reason.PREVENTIVE_REPLACEMENT)
                : FailureLabel.negative();
    }

    /** Whether nothing of the horizon is left open: by the data, or because the machine's life ended inside it. */
    private boolean isObserved(MachineLife life, long asOfMs) {
        boolean diedInside = life.endsInFailure()
                && life.failures().get(life.failures().size() - 1).timeMs() < asOfMs + horizonMs;
        return diedInside || asOfMs + horizonMs <= life.observedUntilMs();
    }

    private static boolean replacedBefore(MachineLife life, long asOfMs, Failure failure) {
        return life.preventive().stream()
                .anyMatch(replacement -> replacement.timeMs() >= asOfMs
                        && replacement.timeMs() < failure.timeMs()
                        && failure.isOf(replacement));
    }

    private boolean replacedWithin(MachineLife life, long asOfMs) {
        for (Replacement replacement : life.preventive()) {
            if (replacement.timeMs() >= asOfMs && replacement.timeMs() < asOfMs + horizonMs) {
                return true;
            }
        }
        return false;
    }

    /** Whether a moment lies after a failure, no later than R after it or after its repair. */
    static boolean inRepair(MachineLife life, long asOfMs, long repairWindowMs) {
        return life.failures().stream()
                .anyMatch(failure -> asOfMs > failure.timeMs()
                        && asOfMs <= Math.max(failure.timeMs(), failure.repairedMs()) + repairWindowMs);
    }
}
