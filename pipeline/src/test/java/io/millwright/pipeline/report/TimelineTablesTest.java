package io.millwright.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTablesTest {

    @Test
    void the_true_remaining_life_is_that_to_the_next_failure_and_unknown_behind_the_last() {
        List<MachineTimeline.Mark> failures = List.of(failure("2025-03-03"), failure("2025-03-28"));

        assertThat(List.of("2025-03-01", "2025-03-03", "2025-03-04", "2025-03-29"))
                .extracting(day -> TimelineTables.hoursToFailure(failures, seconds(day)))
                .containsExactly(2 * 24.0, 0.0, 24 * 24.0, Double.NaN);
    }

    private static MachineTimeline.Mark failure(String day) {
        return new MachineTimeline.Mark(seconds(day), "failure", "failure of bearing");
    }

    private static long seconds(String day) {
        return Instant.parse(day + "T00:00:00Z").getEpochSecond();
    }
}
