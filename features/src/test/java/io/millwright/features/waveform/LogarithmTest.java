package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmTest {

    @Test
    void logarithms_are_those_of_the_library_from_the_smallest_normal_number_to_the_largest() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double value = (1 + random.nextDouble()) * Math.pow(2, random.nextInt(2046) - 1022);

            assertIsTheLibrarys(value);
        }
        for (double value :
                new double[] {Double.MIN_NORMAL, Math.nextDown(1.0), 1, Math.nextUp(1.0), 2, Double.MAX_VALUE}) {
            assertIsTheLibrarys(value);
        }
    }

    private static void assertIsTheLibrarys(double value) {
        double expected = Math.log(value);
        assertThat(Logarithm.of(value)).isCloseTo(expected, within(4e-16 + 4e-16 * Math.abs(expected)));
    }

    @Test
    void nothing_times_the_logarithm_of_nothing_is_nothing() {
        assertThat(0 * Logarithm.of(0)).isZero();
        assertThat(Double.MIN_VALUE * Logarithm.of(Double.MIN_VALUE)).isCloseTo(0, within(1e-300));
    }
}
