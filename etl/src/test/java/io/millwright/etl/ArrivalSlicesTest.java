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
        assertThat(ArrivalSlices.cut(interval(0, 240), List.of(), 100)).containsExactly(interval(0, 240));
        assertThat(cut(10, file(0, 240, 100))).containsExactly(interval(0, 240));
        assertThat(cut(10, file(0, 240, 400))).containsExactly(slices(0, 48, 96, 144, 192, 240));
        assertThat(cut(2, file(0, 48, 1_000_000))).as("never less than a day").containsExactly(slices(0, 24, 48));
    }

    @Test
    void slices_are_as_long_as_what_arrived_in_them_allows() {
        assertThat(cut(3650, file(24 * 3640, 24 * 3642, 180), file(24 * 3641, 24 * 3643, 20)))
                .as("ten years of which four days have data")
                .containsExactly(slices(0, 24 * 3641, 24 * 3642, 24 * 3650));
        assertThat(cut(4, file(-480, 480, 800)))
                .as("of a file whose records arrived before, after and in the interval, what arrived in it")
                .containsExactly(slices(0, 96));
        assertThat(cut(2, file(-24, -1, 1_000), file(48, 72, 1_000))).containsExactly(slices(0, 48));
    }

    @Test
    void slices_cover_the_interval_to_its_end() {
        assertThat(ArrivalSlices.cut(interval(0, 25), List.of(file(0, 25, 1_000)), 1))
                .containsExactly(slices(0, 24, 25));
        assertThat(ArrivalSlices.cut(new Interval(FROM, FROM.plusMillis(1)), List.of(file(0, 1, 9)), 1))
                .hasSize(1);
    }

    private static List<Interval> cut(int days, ArrivalSlices.File... files) {
        return ArrivalSlices.cut(interval(0, 24 * days), List.of(files), 100);
    }

    private static ArrivalSlices.File file(int fromHour, int toHour, long bytes) {
        Interval span = interval(fromHour, toHour);
        return new ArrivalSlices.File(
                new ArrivalSpan(span.from().toEpochMilli(), span.to().toEpochMilli() - 1), bytes);
    }

    private static Interval[] slices(int... borders) {
        return java.util.stream.IntStream.range(1, borders.length)
                .mapToObj(i -> interval(borders[i - 1], borders[i]))
                .toArray(Interval[]::new);
    }

    private static Interval interval(int fromHour, int toHour) {
        return new Interval(FROM.plus(Duration.ofHours(fromHour)), FROM.plus(Duration.ofHours(toHour)));
    }
}
