package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Readings every five minutes that usually arrive within a minute. */
class ArrivalWatchTest {

    private static final long PERIOD_MS = 300_000;
    private static final int MINUTE_MS = 60_000;

    /** What is found in 200 readings of which each is held up by so many milliseconds more than usual. */
    private static List<Finding> found(IntUnaryOperator more) {
        ArrivalWatch watch = new ArrivalWatch();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            watch.next(i * PERIOD_MS, random.nextInt(MINUTE_MS) + more.applyAsInt(i));
        }
        return watch.end();
    }

    @Test
    void readings_that_all_take_longer_by_the_same_time_tell_of_a_clock_that_is_behind() {
        assertThat(found(i -> i >= 80 && i < 110 ? 12 * MINUTE_MS : 0))
                .singleElement()
                .satisfies(skew -> {
                    assertThat(skew.kind()).isEqualTo(Finding.CLOCK_SKEW);
                    assertThat(skew.sensor()).as("the machine's clock").isEmpty();
                    assertThat(skew.fromMs()).isEqualTo(80 * PERIOD_MS);
                    assertThat(skew.toMs()).isEqualTo(109 * PERIOD_MS + 1);
                    assertThat(skew.evidence())
                            .matches("arrives 12[.]\\d minutes after the time it gives, usually 0[.]\\d");
                    assertThat(skew.action()).isEqualTo(Finding.REPORTED);
                });
    }

    @Test
    void a_clock_that_is_still_behind_at_the_end_is_found() {
        assertThat(found(i -> i >= 180 ? 12 * MINUTE_MS : 0)).hasSize(1);
    }

    @Test
    void deliveries_held_back_a_short_stretch_and_a_small_shift_are_none() {
        assertThat(found(i -> 0)).isEmpty();
        assertThat(found(i -> i >= 80 && i < 110 ? (110 - i) * (int) PERIOD_MS : 0))
                .as("all arrive at once")
                .isEmpty();
        assertThat(found(i -> i >= 80 && i < 91 ? 12 * MINUTE_MS : 0))
                .as("eleven")
                .isEmpty();
        assertThat(found(i -> i >= 80 && i < 110 ? 3 * MINUTE_MS : 0))
                .as("minutes")
                .isEmpty();
    }
}
