package io.millwright.etl;

import io.millwright.lake.config.Source;
import io.millwright.lake.config.Span;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Times as a source writes them to milliseconds since the epoch, UTC. Text without an offset is local to the source's zone,
 * daylight saving included: an hour that happens twice is read as the first of the two, one that does not happen is moved
 * forward by the jump. Cycle c of a counter is c hours after the epoch. Not safe for several threads.
 */
final class Moments implements Serializable {

    /** What an unreadable time gives. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final Set<String> DIGIT_PATTERNS = Set.of(
            "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd");

    private final String format;
    private final ZoneId zone;
    private final long fixed;
    private final int exactLength;
    private final char separator;
    private transient @Nullable DateTimeFormatter formatter;
    private long offsetQuarter = Long.MIN_VALUE;
    private long offsetSeconds;

    Moments(Source.TimeColumn column) {
        this(column.format(), column.zone());
    }

    Moments(String format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
        this.fixed = fixed(format);
        boolean digits = DIGIT_PATTERNS.contains(format);
        this.exactLength = digits ? format.replace("'", "").length() : -1;
        this.separator = format.contains("'T'") ? 'T' : ' ';
    }

    /** Where nothing says when: a row is of the first cycle, what became of it of the middle of the second. */
    private static long fixed(String format) {
        if (format.equals(Source.TimeColumn.OF_ROW.format())) {
            return 0;
        }
        return format.equals(Source.TimeColumn.OF_OUTCOME.format()) ? Span.CYCLE.toMillis() * 3 / 2 : UNREADABLE;
    }

    /** One like it that another task may use. */
    Moments copy() {
        return new Moments(format, zone);
    }

    /** Milliseconds since the epoch, or {@link #UNREADABLE}. Without a column there is no text, and a time for all that. */
    long parse(@Nullable String text) {
        if (text == null || fixed != UNREADABLE) {
            return fixed;
        }
        return switch (format) {
            case "iso" -> iso(text);
            case "epoch_ms" -> scaled(text, 1);
            case "epoch_s" -> scaled(text, 1_000);
            case "cycle" -> scaled(text, Span.CYCLE.toMillis());
            default -> exactLength > 0 ? digits(text) : pattern(text);
        };
    }

    /** A number that counts what the format says; formats of text do not read numbers. */
    long ofNumber(double number) {
        return switch (format) {
            case "epoch_ms" -> scaled(number, 1);
            case "epoch_s" -> scaled(number, 1_000);
            case "cycle" -> scaled(number, Span.CYCLE.toMillis());
            default -> UNREADABLE;
        };
    }

    /** Local wall-clock milliseconds to UTC. */
    long ofLocal(long localMillis) {
        long seconds = Math.floorDiv(localMillis, 1_000L);
        return (seconds - offset(seconds)) * 1_000 + Math.floorMod(localMillis, 1_000L);
    }

    private static long scaled(String text, long unitMillis) {
        try {
            return scaled(Double.parseDouble(text.strip()), unitMillis);
        } catch (NumberFormatException e) {
            return UNREADABLE;
        }
    }

    private static long scaled(double number, long unitMillis) {
        double millis = number * unitMillis;
        return Math.abs(millis) < 1e15 ? Math.round(millis) : UNREADABLE;
    }

    private long digits(String text) {
        String stripped = text.strip();
        boolean shaped = stripped.length() == exactLength && (exactLength == 10 || stripped.charAt(10) == separator);
        return shaped ? iso(stripped) : UNREADABLE;
    }

    private long pattern(String text) {
        try {
            TemporalAccessor parsed =
                    formatter().parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime time) {
                return time.toInstant().toEpochMilli();
            }
            LocalDateTime local = parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
            return ofLocal(local.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException e) {
            return UNREADABLE;
        }
    }

    private DateTimeFormatter formatter() {
        if (formatter == null) {
            formatter = DateTimeFormatter.ofPattern(format.replace('y', 'u'), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        }
        return formatter;
    }

    /** {@code yyyy-MM-dd[(T| )HH:mm[:ss[.fraction]][Z|+hh[:]mm]]}. */
    private long iso(String text) {
        String s = text.strip();
        int year = number(s, 0, 4);
        int month = number(s, 5, 7);
        int day = number(s, 8, 10);
        if (year < 0 || !validDate(year, month, day) || s.charAt(4) != '-' || s.charAt(7) != '-') {
            return UNREADABLE;
        }
        long local = epochDay(year, month, day) * 86_400_000L;
        if (s.length() == 10) {
            return ofLocal(local);
        }
        int hour = number(s, 11, 13);
        int minute = number(s, 14, 16);
        if ((s.charAt(10) != 'T' && s.charAt(10) != ' ') || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return UNREADABLE;
        }
        return s.charAt(13) == ':' ? seconds(s, local + hour * 3_600_000L + minute * 60_000L) : UNREADABLE;
    }

    private long seconds(String s, long localToMinute) {
        if (s.length() == 16 || s.charAt(16) != ':') {
            return zoned(s, 16, localToMinute);
        }
        int second = number(s, 17, 19);
        if (second < 0 || second > 59) {
            return UNREADABLE;
        }
        int at = 19;
        long fraction = 0;
        if (at < s.length() && s.charAt(at) == '.') {
            long scale = 100;
            for (at++; at < s.length() && Character.isDigit(s.charAt(at)); at++) {
                fraction += scale * (s.charAt(at) - '0');
                scale /= 10;
            }
        }
        return zoned(s, at, localToMinute + second * 1_000L + fraction);
    }

    private long zoned(String s, int at, long local) {
        if (at == s.length()) {
            return ofLocal(local);
        }
        if (s.charAt(at) == 'Z') {
            return s.length() == at + 1 ? local : UNREADABLE;
        }
        try {
            return local - ZoneOffset.of(s.substring(at)).getTotalSeconds() * 1_000L;
        } catch (DateTimeException e) {
            return UNREADABLE;
        }
    }

    private static int number(String s, int from, int to) {
        if (s.length() < to) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = s.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean validDate(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= java.time.YearMonth.of(year, month).lengthOfMonth());
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
    private static long epochDay(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** Offsets change at quarters of an hour only, so one look-up serves a quarter. */
    private long offset(long localSeconds) {
        long quarter = Math.floorDiv(localSeconds, 900L);
        if (quarter != offsetQuarter) {
            offsetQuarter = quarter;
            offsetSeconds = zone.getRules()
                    .getOffset(LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC))
                    .getTotalSeconds();
        }
        return offsetSeconds;
    }
}
