package io.millwright.worklist;

import java.util.Locale;

/** A line against the last list. */
public enum Status {
    NEW,
    ONGOING,
    /** On the last list, and now more severe or more probable by at least 0.15. */
    WORSENED,
    /** On the last list, and now below the threshold. */
    CLEARED,
    /** An order for it is open or scheduled. */
    ALREADY_PLANNED,
    /** No alert stands, but the machine does not behave as it used to; no line of the list is about its risk. */
    UNUSUAL,
    /** The machine has sent nothing for too long to be judged; no line of the list is about its risk. */
    NO_READINGS;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Status parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
}
