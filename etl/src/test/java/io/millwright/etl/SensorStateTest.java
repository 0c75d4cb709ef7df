package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorStateTest {

    private record Before(long clean) implements Serializable {}

    private record After(long clean, long merged) implements Serializable {}

    @Test
    void states_of_another_judgement_or_of_another_shape_are_not_gone_on_from() {
        TimeGrid grid = new TimeGrid(86_400_000, 3_600_000);

        assertThat(SensorState.signature(grid, Map.of()))
                .isEqualTo(SensorState.signature(SensorState.JUDGEMENT, grid, Map.of()))
                .isNotEqualTo(SensorState.signature(SensorState.JUDGEMENT + 1, grid, Map.of()));
        assertThat(SensorState.shape(Before.class)).isNotEqualTo(SensorState.shape(After.class));
    }
}
