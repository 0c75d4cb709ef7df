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
 * <p>Which component failed, and how, is what the log says; where it does not, it is what somebody found, before the failure within H or
 * while it was repaired, and wrote down before the row's horizon ends. The last word counts.
 *
 * @param horizonMs H
 * @param minimumLeadMs L, at least 0 and below H
 * @param repairWindowMs R
 * @param findingsCorrectLog what was found goes before what the log says failed
 */
public record FailureLabels(long horizonMs, long minimumLeadMs, long repairWindowMs, boolean findingsCorrectLog) {

    /** Labels of which the log has the last word. */
    public FailureLabels(long horizonMs, long minimumLeadMs, long repairWindowMs) {
        this(horizonMs, minimumLeadMs, repairWindowMs, false);
    }

    /** The label of one row. */
    public FailureLabel label(MachineLife life, long asOfMs) {
        FailureLabel happened = happened(life, asOfMs);
        if (happened.failure() != null) {
            Failure named = named(life, asOfMs, happened.failure());
            return named.equals(happened.failure()) ? happened : FailureLabel.named(happened.failure(), named);
        }
        boolean open = happened.reason() == null
                || happened.reason() == Reason.PREVENTIVE_REPLACEMENT
                || happened.reason() == Reason.END_OF_DATA;
        return open ? found(life, asOfMs, happened) : happened;
    }

    private Failure named(MachineLife life, long asOfMs, Failure failure) {
        String component = null;
        String mode = null;
        for (Finding finding : life.findings().stream().sorted(Finding.WRITTEN).toList()) {
            if (finding.isConfirmed()
                    && isInTime(finding, asOfMs)
                    && isOf(life, finding, failure)
                    && (findingsCorrectLog || !failure.isContradicted(finding))) {
                component = finding.component() == null ? component : finding.component();
                mode = finding.mode() == null ? mode : finding.mode();
            }
        }
        return failure.named(component, mode, findingsCorrectLog);
    }

    /** Whether a finding is of a failure: that whose repair goes on, else the next within the horizon. */
    private boolean isOf(MachineLife life, Finding finding, Failure failure) {
        Failure of = null;
        for (Failure each : life.failures()) {
            if (each.timeMs() <= finding.timeMs()) {
                boolean inRepair = finding.timeMs() <= Math.max(each.timeMs(), each.repairedMs()) + repairWindowMs;
                of = inRepair ? each : of;
            } else if (of == null) {
                of = each;
                break;
            }
        }
        return failure.equals(of) && failure.timeMs() < finding.timeMs() + horizonMs;
    }

    /** Whether a row's horizon ends neither before somebody looked nor before it was written down. */
    private boolean isInTime(Finding finding, long asOfMs) {
        return asOfMs > finding.timeMs() - horizonMs && finding.knownMs() < asOfMs + horizonMs;
    }

    private FailureLabel found(MachineLife life, long asOfMs, FailureLabel happened) {
        boolean cleared = false;
        for (Finding finding : life.findings()) {
            boolean inTime = isInTime(finding, asOfMs);
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
