package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Interval;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunIdTest {

    private static final Optional<Interval> JANUARY =
            Optional.of(new Interval(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-02-01T00:00:00Z")));

    @Test
    void the_same_job_configuration_and_interval_are_the_same_run() {
        assertThat(RunId.of("run", "abc", JANUARY)).isEqualTo(RunId.of("run", "abc", JANUARY));
    }

    @Test
    void another_job_configuration_or_interval_is_another_run() {
        String id = RunId.of("run", "abc", JANUARY);

        assertThat(id)
                .isNotEqualTo(RunId.of("train", "abc", JANUARY))
                .isNotEqualTo(RunId.of("run", "abd", JANUARY))
                .isNotEqualTo(RunId.of("run", "abc", Optional.empty()));
    }
}
