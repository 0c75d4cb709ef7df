package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.config.SensorSpec.Filter.Kind;
import org.junit.jupiter.api.Test;

class CausalFilterTest {

    @Test
    void median_and_average_cover_the_last_readings_only() {
        CausalFilter median = new CausalFilter(Kind.MOVING_MEDIAN, 3);
        CausalFilter average = new CausalFilter(Kind.MOVING_AVERAGE, 3);
        double[] values = {1, 2, 9, 4};
        double[] medians = new double[4];
        double[] averages = new double[4];
        for (int i = 0; i < 4; i++) {
            medians[i] = median.next(values[i]);
            averages[i] = average.next(values[i]);
        }

        assertThat(medians).containsExactly(1, 1.5, 2, 4);
        assertThat(averages).containsExactly(1, 1.5, 4, 5);
    }

    @Test
    void what_is_kept_out_teaches_nothing() {
        CausalFilter kalman = new CausalFilter(Kind.KALMAN, 10);
        kalman.next(5);

        assertThat(kalman.next(Double.NaN)).isNaN();
        assertThat(kalman.next(5)).isEqualTo(5);
        assertThat(kalman.peek(6)).isCloseTo(5 + 1 - Math.exp(-0.1), within(1e-12));
        assertThat(kalman.next(5)).isEqualTo(5);
    }
}
