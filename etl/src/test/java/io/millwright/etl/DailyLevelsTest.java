package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Sixty days of a sensor that usually stands at 40 degrees, read once an hour with a noise of one. */
class DailyLevelsTest {

    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    /** What is found where the level of a day departs from the usual one by this much. */
    private static List<Finding> drifts(IntToDoubleFunction departure) {
        return drifts(60, day -> true, departure);
    }

    /** Of a machine that runs on some days. */
    private static List<Finding> drifts(int days, IntPredicate runs, IntToDoubleFunction departure) {
        DailyLevels levels = new DailyLevels();
        Random random = new Random(1);
        for (int day = 0; day < days; day++) {
            for (int hour = 0; hour < 24 && runs.test(day); hour++) {
                levels.next(day * DAY_MS + hour * HOUR_MS, 40 + departure.applyAsDouble(day) + random.nextGaussian());
            }
            levels.next(day * DAY_MS + 23 * HOUR_MS + 1, Double.NaN);
        }
        return levels.drifts("temperature");
    }

    @Test
    void a_steady_departure_that_ends_in_a_step_back_is_a_drift_and_only_reported() {
        assertThat(drifts(day -> day >= 20 && day < 34 ? day - 20 : 0))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.kind()).isEqualTo(Finding.DRIFT);
                    assertThat(drift.action()).isEqualTo(Finding.REPORTED);
                    assertThat(drift.sensor()).isEqualTo("temperature");
                    assertThat(drift.fromMs()).isBetween(12 * DAY_MS, 22 * DAY_MS);
                    assertThat(drift.toMs()).isBetween(33 * DAY_MS, 35 * DAY_MS);
                    assertThat(drift.evidence()).contains("the daily mean moved from 4", " and back by 1");
                });
    }

    @Test
    void a_drift_downwards_is_found_as_well() {
        assertThat(drifts(day -> day >= 20 && day < 34 ? 20 - day : 0)).hasSize(1);
    }

    @Test
    void noise_a_degradation_that_stays_a_step_and_a_swing_of_the_seasons_are_none() {
        assertThat(drifts(day -> 0)).isEmpty();
        assertThat(drifts(day -> Math.max(0, day - 30))).as("never steps back").isEmpty();
        assertThat(drifts(day -> day < 30 ? 0 : 12)).as("never departs").isEmpty();
        assertThat(drifts(day -> 6 * Math.sin(day / 5.0)))
                .as("comes back slowly")
                .isEmpty();
    }

    @Test
    void three_days_are_too_few_and_so_is_a_short_history() {
        assertThat(drifts(day -> day >= 31 && day < 34 ? 4 * (day - 30) : 0)).isEmpty();

        DailyLevels few = new DailyLevels();
        for (int day = 0; day < 15; day++) {
            few.next(day * DAY_MS, day < 14 ? day : 0);
        }
        assertThat(few.drifts("temperature")).isEmpty();
    }

    @Test
    void a_machine_that_runs_once_a_week_and_is_set_anew_between_two_of_them_has_no_drift() {
        assertThat(drifts(60 * 7, day -> day % 7 == 0, day -> day >= 140 && day < 238 ? (day - 140) / 7 : 0))
                .isEmpty();
    }

    @Test
    void one_that_rests_at_weekends_drifts_by_the_days_between_its_means() {
        assertThat(drifts(60, day -> day % 7 < 5, day -> day >= 20 && day < 37 ? day - 20 : 0))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.toMs()).isBetween(36 * DAY_MS, 38 * DAY_MS);
                    long days = (drift.toMs() - drift.fromMs()) / DAY_MS - 2;
                    assertThat(drift.evidence()).contains(" in " + days + " days and back by 1");
                });
        assertThat(drifts(60, day -> day % 7 < 5, day -> day >= 20 && day < 35 ? day - 20 : 0))
                .as("set anew on a weekend: nobody knows when")
                .isEmpty();
    }

    @Test
    void few_days_in_four_weeks_are_no_steady_departure() {
        assertThat(drifts(
                        120, day -> day < 60 || day > 85 || day % 4 == 0, day -> day >= 58 && day < 90 ? day - 58 : 0))
                .as("nine of the last 28 days")
                .hasSize(1);
        assertThat(drifts(
                        120, day -> day < 60 || day > 87 || day % 4 == 0, day -> day >= 58 && day < 90 ? day - 58 : 0))
                .as("eight")
                .isEmpty();
    }
}
