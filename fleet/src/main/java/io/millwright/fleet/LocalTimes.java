package io.millwright.fleet;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes instants as ISO local times of one zone, {@code yyyy-MM-ddTHH:mm:ss}, fast for times of the same hour. */
final class LocalTimes {
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:", Locale.ROOT);

    private final ZoneId zone;
    private long hourStart = Long.MIN_VALUE;
    private String prefix = "";

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    String format(long micros) {
        long second = Math.floorDiv(micros, 1_000_000L);
        if (second < hourStart || second >= hourStart + 3_600) {
            LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone);
            hourStart = second - local.getMinute() * 60L - local.getSecond();
            prefix = local.format(HOUR);
        }
        int inHour = (int) (second - hourStart);
        char[] tail = {digit(inHour / 600), digit(inHour / 60 % 10), ':', digit(inHour % 60 / 10), digit(inHour % 10)};
        return prefix.concat(new String(tail));
    }

    private static char digit(int value) {
        return (char) ('0' + value);
    }
}
