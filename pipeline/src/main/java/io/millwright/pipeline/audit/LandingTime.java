package io.millwright.pipeline.audit;

import io.millwright.lake.config.Source;
import io.millwright.lake.config.Span;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a landing record became known, read in the plainest way; a record whose times cannot be read has none.
 *
 * @param delayMs added to the event time where there is no arrival column
 */
record LandingTime(String format, ZoneId zone, boolean hasArrival, long delayMs) implements Serializable {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'HH:mm[:ss]]")
            .optionalStart()
            .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    static LandingTime of(Source source) {
        Source.TimeColumn time = source.time().orElseThrow();
        return new LandingTime(
                time.format(),
                time.zone(),
                source.known().column().isPresent(),
                source.known().delay().toMillis());
    }

    /** Milliseconds at which the record was known. */
    OptionalLong known(@Nullable Object event, @Nullable Object arrival) {
        OptionalLong time = millis(hasArrival ? arrival : event);
        return hasArrival || time.isEmpty() ? time : OptionalLong.of(time.getAsLong() + delayMs);
    }

    /** A time as it is written in another zone, its offset beside it; as it is where it cannot be read. */
    String written(String text, ZoneId zone) {
        OptionalLong time = millis(text);
        return time.isEmpty()
                ? text
                : Instant.ofEpochMilli(time.getAsLong()).atZone(zone).format(WITH_OFFSET);
    }

    private OptionalLong millis(@Nullable Object value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Timestamp time) {
            return OptionalLong.of(time.getTime());
        }
        if (value instanceof LocalDateTime local) {
            return OptionalLong.of(local.atZone(zone).toInstant().toEpochMilli());
        }
        try {
            return OptionalLong.of(parsed(value.toString().strip()));
        } catch (DateTimeException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private long parsed(String text) {
        return switch (format) {
            case "epoch_ms" -> Math.round(Double.parseDouble(text));
            case "epoch_s" -> Math.round(Double.parseDouble(text) * 1_000);
            case "cycle" -> Math.round(Double.parseDouble(text) * Span.CYCLE.toMillis());
            case "iso" ->
                millis(ISO.parseBest(
                        text.replaceFirst(" (?=\\d)", "T"),
                        OffsetDateTime::from,
                        LocalDateTime::from,
                        LocalDate::from));
            default ->
                millis(DateTimeFormatter.ofPattern(format.replace('y', 'u'), Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT)
                        .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        };
    }

    private long millis(TemporalAccessor time) {
        if (time instanceof OffsetDateTime offset) {
            return offset.toInstant().toEpochMilli();
        }
        LocalDateTime local = time instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) time;
        return local.atZone(zone).toInstant().toEpochMilli();
    }
}
