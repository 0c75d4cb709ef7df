package io.millwright.pipeline.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Interval;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MonitorJobTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void the_last_28_days_of_a_long_history_are_compared_with_all_before_them() {
        Instant end = Instant.parse("2025-06-30T00:00:00Z");

        assertThat(MonitorJob.currentFrom(new Interval(START, end))).isEqualTo("2025-06-02T00:00:00Z");
    }

    @Test
    void of_a_short_history_the_last_quarter_is_compared() {
        Instant end = Instant.parse("2025-01-09T00:00:00Z");

        assertThat(MonitorJob.currentFrom(new Interval(START, end))).isEqualTo("2025-01-07T00:00:00Z");
    }
}
