package io.millwright.features.label;

import io.millwright.lake.table.Feedback;
import java.io.Serializable;
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

    /** Damage was found: the machine was on its way to fail, and somebody saw to it. */
    boolean isConfirmed() {
        return verdict.equals(Feedback.CONFIRMED);
    }

    boolean isFalseAlarm() {
        return verdict.equals(Feedback.FALSE_ALARM);
    }
}
