package io.millwright.lake.config;

import java.util.Locale;

/** How bad a failure is, in the words of the action table, from the mildest on. */
public enum Severity {
    LOW(0),
    MEDIUM(1),
    HIGH(2);

    private final int level;

    Severity(int level) {
        this.level = level;
    }

    /** 0 for the mildest, and one more for each that is worse. */
    public int level() {
        return level;
    }

    /**
     * The severity of that name, in small or capital letters.
     *
     * @throws IllegalArgumentException where the text names none of them
     */
    public static Severity parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
