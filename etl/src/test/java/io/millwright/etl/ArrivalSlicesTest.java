package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalSlicesTest {

    private static final Instant FROM = Instant.parse("2025-01-01T06:00:00Z");

    @Test
    void few_bytes_are_taken_at_once_and_many_in_whole_days() {
        assertThat(cut(10, 99, 100)).containsExactly(interval(0, 240));
        assertThat(cut(10, 300, 100)).containsExactly(interval(0, 96), interval(96, 192), interval(192, 240));
        assertThat(cut(2, 1_000_000, 100))
                .as("never less than a day")
                .containsExactly(interval(0, 24), interval(24, 48));
    }

    @Test
    void slices_cover_the_interval_to_its_end() {
        Interval odd = new Interval(FROM, FROM.plus(Duration.ofHours(25)));

        assertThat(ArrivalSlices.cut(odd, 1_000, 1)).containsExactly(interval(0, 24), interval(24, 25));
        assertThat(ArrivalSlices.cut(new Interval(FROM, FROM.plusMillis(1)), 0, 1))
                .hasSize(1);
    }

    private static List<Interval> cut(int days, long bytes, long mostBytes) {
        return ArrivalSlices.cut(interval(0, 24 * days), bytes, mostBytes);
    }

    private static Interval interval(int fromHour, int toHour) {
        return new Interval(FROM.plus(Duration.ofHours(fromHour)), FROM.plus(Duration.ofHours(toHour)));
    }
}
