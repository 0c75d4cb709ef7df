package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant read(String format, ZoneId zone, String text) {
        return Instant.ofEpochMilli(new Moments(format, zone).parse(text));
    }

    @Test
    void local_times_follow_daylight_saving() {
        assertThat(read("iso", BERLIN, "2025-01-15T12:00:00")).isEqualTo("2025-01-15T11:00:00Z");
        assertThat(read("iso", BERLIN, "2025-07-15T12:00:00")).isEqualTo("2025-07-15T10:00:00Z");
    }

    @Test
    void an_hour_that_happens_twice_is_the_first_and_one_that_does_not_happen_moves_on() {
        assertThat(read("iso", BERLIN, "2025-10-26T02:30:00")).isEqualTo("2025-10-26T00:30:00Z");
        assertThat(read("iso", BERLIN, "2025-03-30T02:30:00")).isEqualTo("2025-03-30T01:30:00Z");
    }

    @Test
    void offsets_fractions_and_dates_are_read() {
        assertThat(read("iso", BERLIN, "2025-01-15T12:00:00.250Z")).isEqualTo("2025-01-15T12:00:00.250Z");
        assertThat(read("iso", BERLIN, "2025-01-15 12:00:00+05:30")).isEqualTo("2025-01-15T06:30:00Z");
        assertThat(read("iso", ZoneId.of("UTC"), "2024-02-29")).isEqualTo("2024-02-29T00:00:00Z");
        assertThat(read("dd.MM.yyyy HH:mm", ZoneId.of("UTC"), "07.03.2025 08:15"))
                .isEqualTo("2025-03-07T08:15:00Z");
        assertThat(read("epoch_s", BERLIN, "1700000000")).isEqualTo("2023-11-14T22:13:20Z");
    }

    @Test
    void cycle_c_is_c_hours_after_the_epoch() {
        assertThat(read("cycle", BERLIN, "31")).isEqualTo("1970-01-02T07:00:00Z");
    }

    @Test
    void what_is_no_time_is_unreadable() {
        for (String text : new String[] {"", "yesterday", "2025-02-30T00:00:00", "2025-13-01", "2025-01-01T25:00:00"}) {
            assertThat(new Moments("iso", BERLIN).parse(text)).isEqualTo(Moments.UNREADABLE);
        }
        assertThat(new Moments("yyyy-MM-dd", BERLIN).parse("2025-01-01 10:00:00"))
                .isEqualTo(Moments.UNREADABLE);
        assertThat(new Moments("yyyy-MM-dd HH:mm:ss", BERLIN).parse("2025-01-01T10:00:00"))
                .isEqualTo(Moments.UNREADABLE);
    }

    @Test
    void the_fast_parser_agrees_with_the_library_at_any_time() {
        Random random = new Random(7);
        Moments moments = new Moments("yyyy-MM-dd HH:mm:ss", BERLIN);
        for (int i = 0; i < 20_000; i++) {
            LocalDateTime time = LocalDateTime.of(1950, 1, 1, 0, 0).plusSeconds((long) (random.nextDouble() * 4e9));
            String text = String.format(
                    "%04d-%02d-%02d %02d:%02d:%02d",
                    time.getYear(),
                    time.getMonthValue(),
                    time.getDayOfMonth(),
                    time.getHour(),
                    time.getMinute(),
                    time.getSecond());

            assertThat(moments.parse(text))
                    .isEqualTo(time.atZone(BERLIN).toInstant().toEpochMilli());
        }
    }
}
