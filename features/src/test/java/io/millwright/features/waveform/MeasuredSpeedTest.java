package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A burst that ends at 10,000 ms and arrives at 12,000; a reading may be 4,000 ms old. */
class MeasuredSpeedTest {

    private static final SpeedSensor TACHOMETER = new SpeedSensor("turns", 1.0 / 60, 4_000);

    private static double hz(double ownHz, SpeedChunk... chunks) {
        return MeasuredSpeed.hz(
                ownHz, TACHOMETER, Stream.of(chunks).map(chunk -> TACHOMETER.last(chunk, 10_000, 12_000)));
    }

    private static SpeedChunk inTime(int offsetMs, double rpm) {
        return new SpeedChunk(5_000, new int[] {offsetMs}, new double[] {rpm}, false, 99_000);
    }

    private static SpeedChunk late(int offsetMs, double rpm, long knownMs) {
        return new SpeedChunk(5_000, new int[] {offsetMs}, new double[] {rpm}, true, knownMs);
    }

    @Test
    void what_the_burst_says_itself_goes_before_any_reading() {
        assertThat(hz(25, inTime(4_000, 1200))).isEqualTo(25);
        assertThat(hz(0, inTime(4_000, 1200))).as("it stood").isZero();
        assertThat(MeasuredSpeed.hz(25, null, Stream.empty())).isEqualTo(25);
        assertThat(MeasuredSpeed.hz(Double.NaN, null, Stream.empty())).isNaN();
    }

    @Test
    void else_the_last_reading_strictly_before_its_end_that_is_not_too_old() {
        SpeedChunk minutes = new SpeedChunk(
                0,
                new int[] {5_999, 6_000, 7_000, 8_000, 10_000},
                new double[] {60, 120, 180, Double.NaN, 240},
                false,
                0);

        assertThat(hz(Double.NaN, minutes)).isEqualTo(3);
        assertThat(hz(Double.NaN, inTime(999, 60))).as("too old").isNaN();
        assertThat(hz(Double.NaN, inTime(1_000, 60))).isEqualTo(1);
        assertThat(hz(Double.NaN, inTime(5_000, 60))).as("at its end").isNaN();
        assertThat(hz(Double.NaN)).isNaN();
    }

    @Test
    void late_readings_count_that_had_arrived_with_the_burst_and_of_one_moment_what_came_in_time_and_was_higher() {
        assertThat(hz(Double.NaN, inTime(2_000, 60), late(3_000, 120, 12_000))).isEqualTo(2);
        assertThat(hz(Double.NaN, inTime(2_000, 60), late(3_000, 120, 12_001))).isEqualTo(1);
        for (List<SpeedChunk> order : List.of(
                List.of(inTime(3_000, 60), late(3_000, 120, 0), inTime(3_000, 90)),
                List.of(inTime(3_000, 90), inTime(3_000, 60), late(3_000, 120, 0)))) {
            assertThat(hz(Double.NaN, order.toArray(new SpeedChunk[0]))).isEqualTo(1.5);
        }
    }
}
