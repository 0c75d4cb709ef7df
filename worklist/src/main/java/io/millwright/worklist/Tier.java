package io.millwright.worklist;

import java.util.Locale;

/** How much a line of the list wants to be read. */
public enum Tier {
    /** Nothing to gain by acting now, or over. */
    INFO,
    LOW,
    MEDIUM,
    /** Severe, or to be started within twelve hours. */
    HIGH;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
