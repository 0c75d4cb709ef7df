package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeGridTest {

    private static final TimeGrid HOURS = new TimeGrid(86_400_000, 3_600_000);

    @Test
    void a_reading_known_by_the_end_of_its_tile_is_on_time() {
        assertThat(HOURS.slot(1_000, 3_600_000)).isEqualTo(TimeGrid.ON_TIME);
        assertThat(HOURS.slot(1_000, 3_600_001)).isEqualTo(7_200_000);
        assertThat(HOURS.slot(3_600_000, 7_200_000)).isEqualTo(TimeGrid.ON_TIME);
    }

    @Test
    void times_before_the_epoch_have_chunks_too() {
        assertThat(HOURS.chunkStart(-1)).isEqualTo(-86_400_000);
        assertThat(HOURS.tileEnd(-1)).isZero();
    }
}
