package io.millwright.lake.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** A moment as a person writes it, in the pipeline file and on the command line. */
public final class Moment {

    private static final String CYCLE = "cycle ";
    private static final int LETTERS_OF_A_DATE = 10;

    private Moment() {}

    /** A date (midnight UTC), an ISO instant, or {@code cycle N}; empty where it is none of them. */
    public static Optional<Instant> parse(String text) {
        try {
            if (text.startsWith(CYCLE)) {
                long cycles = Long.parseLong(text.substring(CYCLE.length()).strip());
                return Optional.of(Instant.EPOCH.plus(Span.CYCLE.multipliedBy(cycles)));
            }
            return Optional.of(
                    text.length() == LETTERS_OF_A_DATE
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What to say of a text that is none. */
    public static String notOne(String text) {
        return "'" + text + "' is not a time; write 2015-03-01, 2015-03-01T06:00:00Z or cycle 120";
    }
}
