package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BearingGeometryTest {

    /** 6205-2RS JEM SKF at the drive end, as Case Western's bearing data centre publishes its multiples of the speed. */
    @Test
    void orders_are_those_published_for_a_real_bearing() {
        BearingGeometry bearing = new BearingGeometry(9, 0.3126, 1.537, 0);

        assertThat(bearing.outerRaceOrder()).isCloseTo(3.5848, within(1e-4));
        assertThat(bearing.innerRaceOrder()).isCloseTo(5.4152, within(1e-4));
        assertThat(bearing.cageOrder()).isCloseTo(0.39828, within(1e-4));
        assertThat(2 * bearing.ballSpinOrder()).isCloseTo(4.7135, within(1e-3));
    }

    @Test
    void balls_pass_one_race_or_the_other_and_the_angle_draws_both_together() {
        BearingGeometry straight = new BearingGeometry(10, 12.7, 62, 0);
        BearingGeometry angular = new BearingGeometry(10, 12.7, 62, 25);

        assertThat(straight.outerRaceOrder() + straight.innerRaceOrder()).isCloseTo(10, within(1e-12));
        assertThat(straight.outerRaceOrder()).isCloseTo(10 * straight.cageOrder(), within(1e-12));
        assertThat(angular.outerRaceOrder()).isGreaterThan(straight.outerRaceOrder());
        assertThat(angular.innerRaceOrder()).isLessThan(straight.innerRaceOrder());
    }

    @Test
    void what_is_no_bearing_is_refused() {
        assertThatThrownBy(() -> new BearingGeometry(9, 40, 38.5, 0)).hasMessageContaining("40.0 mm");
        assertThatThrownBy(() -> new BearingGeometry(0, 8, 38.5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BearingGeometry(9, 8, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BearingGeometry(9, 8, 38.5, 90)).isInstanceOf(IllegalArgumentException.class);
    }
}
