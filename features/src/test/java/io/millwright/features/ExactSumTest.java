package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    private static ExactSum of(double... numbers) {
        ExactSum sum = new ExactSum();
        Arrays.stream(numbers).forEach(sum::add);
        return sum;
    }

    private static BigDecimal exactly(double... numbers) {
        return Arrays.stream(numbers).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Any bits but those of what is not finite or may sum up to it. */
    private static double[] ofAllSizes(long seed, int n) {
        return new Random(seed)
                .longs()
                .mapToDouble(Double::longBitsToDouble)
                .filter(number -> Math.abs(number) < 1e300)
                .limit(n)
                .toArray();
    }

    @Test
    void it_is_what_decimals_of_any_length_say_for_numbers_of_all_sizes_and_both_signs() {
        for (int seed = 0; seed < 20; seed++) {
            double[] numbers = ofAllSizes(seed, 300);

            assertThat(of(numbers).value()).isEqualByComparingTo(exactly(numbers));
        }
    }

    @Test
    void the_smallest_and_the_largest_numbers_are_not_lost_beside_each_other() {
        double[] numbers = {
            Double.MIN_VALUE,
            -3 * Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1e300,
            -1e300,
            0.0,
            -0.0,
            0.1,
            Math.nextDown(Double.MIN_NORMAL)
        };

        assertThat(of(numbers).value()).isEqualByComparingTo(exactly(numbers));
        assertThat(of().value()).isZero();
    }

    /** Digits are full after two thousand additions; the upper one of the largest mantissa first. */
    @Test
    void digits_carry_before_they_are_full() {
        double largest = Math.nextDown(0x1p-20);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 10_000; i++) {
            sum.add(-largest);
        }

        assertThat(sum.value()).isEqualByComparingTo(new BigDecimal(-largest).multiply(BigDecimal.valueOf(10_000)));
    }

    @Test
    void parts_in_any_order_have_the_same_sum() {
        double[] numbers = ofAllSizes(7, 5_000);
        ExactSum parts = new ExactSum();
        for (int from = 4_900; from >= 0; from -= 100) {
            parts.add(of(Arrays.copyOfRange(numbers, from, from + 100)));
            parts.add(new ExactSum());
        }

        assertThat(parts.value()).isEqualByComparingTo(exactly(numbers));
    }

    @Test
    void squares_are_exact_where_a_double_has_room_for_both_halves() {
        double[] numbers = {1e7 + 1 / 3.0, -Math.PI, 1e70, 1e-70};
        ExactSum squares = new ExactSum();
        Arrays.stream(numbers).forEach(squares::addSquare);

        assertThat(squares.value())
                .isEqualByComparingTo(Arrays.stream(numbers)
                        .mapToObj(BigDecimal::new)
                        .map(number -> number.multiply(number))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
