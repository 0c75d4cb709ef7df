package io.millwright.features.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.Moments;
import io.millwright.lake.config.Statistic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against numpy and pandas; {@code MachineFeaturesTest} compares with raw readings. */
class CourseTest {

    private static Course course(double... means) {
        Moments[] tiles = Arrays.stream(means)
                .mapToObj(mean -> Double.isNaN(mean) ? Moments.EMPTY : Moments.of(0, mean))
                .toArray(Moments[]::new);
        return new Course(tiles, Moments.of(0, 1.0).merge(Moments.of(1, 3.0)), 6);
    }

    @Test
    void agrees_with_numpy_and_pandas() {
        // m = np.array([3, 4.5, 2, 6, 5.5, 7, 1, 8]); d = m - m.mean()
        Course course = course(3, 4.5, 2, 6, 5.5, 7, 1, 8);

        // (d[1:] * d[:-1]).sum() / (d ** 2).sum()
        assertThat(course.statistic(Statistic.AUTOCORRELATION)).isCloseTo(-0.487094395280236, within(1e-12));
        // np.mean((m[1:] > m.mean()) != (m[:-1] > m.mean()))
        assertThat(course.statistic(Statistic.MEAN_CROSSINGS)).isCloseTo(3 / 7.0, within(1e-12));
        // pd.Series(m).ewm(alpha=0.2, adjust=False).mean().iloc[-1]
        assertThat(course.statistic(Statistic.EWMA)).isCloseTo(4.7068672, within(1e-12));
    }

    @Test
    void a_gap_is_no_step_and_nothing_is_made_up_for_it() {
        double nan = Double.NaN;

        assertThat(course(-1, nan, 1, 2).statistic(Statistic.ZERO_CROSSINGS)).isZero();
        assertThat(course(-1, 1, nan, nan).statistic(Statistic.ZERO_CROSSINGS)).isEqualTo(1);
        assertThat(course(1, 2, nan).statistic(Statistic.AUTOCORRELATION)).isNaN();
        assertThat(course(nan, nan).statistic(Statistic.EWMA)).isNaN();
        assertThat(course(nan, nan).statistic(Statistic.CUSUM)).isNaN();
        assertThat(course().statistic(Statistic.FLAT_HOURS)).isNaN();
    }

    @Test
    void flat_hours_count_tiles_of_one_value_back_from_the_newest_reading() {
        assertThat(course(1, 5, 5, 5).statistic(Statistic.FLAT_HOURS)).isEqualTo(18);
        assertThat(course(5, Double.NaN, 5, 5).statistic(Statistic.FLAT_HOURS)).isEqualTo(12);
        Moments moving = Moments.of(0, 5).merge(Moments.of(1, 6)).merge(Moments.of(2, 5));
        assertThat(new Course(new Moments[] {moving}, Moments.EMPTY, 6).statistic(Statistic.FLAT_HOURS))
                .isZero();
    }

    @Test
    void a_constant_has_no_autocorrelation_and_a_baseline_without_spread_no_cumulative_sum() {
        assertThat(course(2, 2, 2).statistic(Statistic.AUTOCORRELATION)).isNaN();
        assertThat(new Course(new Moments[] {Moments.of(0, 1)}, Moments.of(0, 1), 6).statistic(Statistic.CUSUM))
                .isNaN();
    }

    @Test
    void a_small_shift_that_stays_adds_up_with_its_sign() {
        double sd = Math.sqrt(2);

        assertThat(course(2 + sd, 2 + sd, 2 + sd).statistic(Statistic.CUSUM)).isCloseTo(1.5, within(1e-12));
        assertThat(course(2 - sd, 2 - sd).statistic(Statistic.CUSUM)).isCloseTo(-1, within(1e-12));
    }
}
