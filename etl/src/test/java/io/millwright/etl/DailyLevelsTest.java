package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Sixty days of a sensor that usually stands at 40 degrees, read once an hour with a noise of one. */
class DailyLevelsTest {

    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    /** What is found where the level of a day departs from the usual one by this much. */
    private static List<Finding> drifts(IntToDoubleFunction departure) {
        DailyLevels levels = new DailyLevels();
        Random random = new Random(1);
        for (int day = 0; day < 60; day++) {
            for (int hour = 0; hour < 24; hour++) {
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
}
