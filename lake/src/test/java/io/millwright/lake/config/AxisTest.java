package io.millwright.lake.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What time is in a pipeline file, and how its lengths and moments are then written. */
class AxisTest {

    private static final String COUNTED = """
            landing:
              axis: cycles
              sources: [{name: telemetry, kind: readings, path: readings, format: parquet, time: {column: n, format: cycle}}]
            sensors: [{name: temperature, min: 0, max: 100, period: 1 cycle}]
            maintenance: {repair_window: 0h}
            features: {tile: 1 cycle, as_of: {every: 1 cycle}, windows: [24 cycles]}
            targets: {}
            split: {kind: time}
            """;

    private static AbstractThrowableAssert<?, ?> refused(String right, String wrong) {
        assertThat(COUNTED).contains(right);
        return assertThatThrownBy(() -> Examples.parse(COUNTED.replace(right, wrong)))
                .isInstanceOf(MillwrightException.class)
                .hasMessageStartingWith("pipeline.yaml:");
    }

    @Test
    void on_a_counter_a_time_is_a_count_and_a_length_is_cycles_or_nothing() {
        PipelineConfig counted = Examples.parse(COUNTED);

        assertThat(counted.features().windows()).containsExactly(Duration.ofHours(24));
        refused("windows: [24 cycles]", "windows: [24h]")
                .hasMessageContaining(
                        "'24h' is a length of the clock, and landing.axis is cycles; write for example 5 cycles");
        refused("repair_window: 0h", "repair_window: PT1H").hasMessageContaining("'PT1H' is a length of the clock");
        refused("time: {column: n, format: cycle}", "time: n")
                .hasMessageContaining("landing.axis is cycles, so a time is a number of cycles; give it format: cycle");
        refused("format: cycle", "format: epoch_s").hasMessageContaining("give it format: cycle");
        refused("axis: cycles", "axis: clock").hasMessageContaining("landing.axis is clock; give landing.axis: cycles");
    }

    @Test
    void test_windows_stand_in_the_order_of_time_and_may_touch() {
        String two = "split: {kind: time, tests: [{from: cycle 100, to: cycle 200}, {from: cycle 200, to: cycle 300}]}";

        assertThat(Examples.parse(COUNTED.replace("split: {kind: time}", two))
                        .split()
                        .tests())
                .extracting(SplitSpec.Window::from)
                .containsExactly(Instant.EPOCH.plus(Duration.ofHours(100)), Instant.EPOCH.plus(Duration.ofHours(200)));
        refused("split: {kind: time}", two.replace("from: cycle 200", "from: cycle 199"))
                .hasMessageContaining(
                        "tests[1]: it overlaps the test window above it, which ends at 1970-01-09T08:00:00Z");
        refused("split: {kind: time}", two.replace("from: cycle 200, to: cycle 300", "from: cycle 20, to: cycle 100"))
                .hasMessageContaining("tests[1]: it lies before the test window above it")
                .hasMessageContaining("give test windows in the order of time");
    }
}
