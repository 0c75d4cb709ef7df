package io.millwright.features.label;

import io.millwright.lake.table.Feedback;
import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody found who looked at a machine because of an alert. Times are milliseconds since the epoch.
 *
 * @param timeMs when they looked
 * @param knownMs when it was written down
 * @param verdict one of {@link Feedback#VERDICTS}
 * @param component looked at; null for the machine
 * @param mode of the damage; null where not said, or none
 */
public record Finding(
        long timeMs,
        long knownMs,
        String verdict,
        @Nullable String component,
        @Nullable String mode) implements Serializable {

    /** In the order in which they were written down; what was written at once, in one order always. */
    static final Comparator<Finding> WRITTEN = Comparator.comparingLong(Finding::knownMs)
            .thenComparingLong(Finding::timeMs)
            .thenComparing(finding -> String.valueOf(finding.component()))
            .thenComparing(finding -> String.valueOf(finding.mode()));

    /** Damage was found: the machine was on its way to fail, and somebody saw to it. */
    boolean isConfirmed() {
        return verdict.equals(Feedback.CONFIRMED);
    }

    boolean isFalseAlarm() {
        return verdict.equals(Feedback.FALSE_ALARM);
    }
}
