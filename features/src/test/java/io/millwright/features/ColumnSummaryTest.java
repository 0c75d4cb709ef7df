package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.Bins;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ColumnSummaryTest {

    private static ColumnSummary of(double... values) {
        ColumnSummary summary = new ColumnSummary();
        Arrays.stream(values).forEach(summary::add);
        return summary;
    }

    /** Far from zero, where sums of squares lose their digits, with gaps. */
    private static double[] numbers(long seed, int n) {
        Random random = new Random(seed);
        double[] numbers = new double[n];
        Arrays.setAll(numbers, i -> random.nextInt(9) == 0 ? Double.NaN : 1e7 + random.nextGaussian());
        return numbers;
    }

    @Test
    void it_says_what_a_loop_over_all_values_says_however_they_are_cut_into_parts() {
        double[] numbers = numbers(1, 3_000);
        double[] known =
                Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray();
        double mean = Arrays.stream(known).map(x -> x - 1e7).average().orElseThrow() + 1e7;
        double variance = Arrays.stream(known).map(x -> (x - mean) * (x - mean)).sum() / (known.length - 1);
        List<ColumnSummary> parts = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += 700) {
            parts.add(of(Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + 700))));
        }
        ColumnSummary backwards = new ColumnSummary();
        for (int i = parts.size() - 1; i >= 0; i--) {
            backwards.add(parts.get(i));
        }

        assertThat(backwards.mean()).as("to the last bit").isEqualTo(of(numbers).mean());
        assertThat(backwards.sd()).as("to the last bit").isEqualTo(of(numbers).sd());
        for (ColumnSummary summary : List.of(of(numbers), backwards)) {
            assertThat(summary.known()).isEqualTo(known.length);
            assertThat(summary.mean()).isCloseTo(mean, within(1e-6));
            assertThat(summary.sd()).isCloseTo(Math.sqrt(variance), Percentage.withPercentage(1e-6));
            assertThat(summary.min()).isEqualTo(known[0]);
            assertThat(summary.max()).isEqualTo(known[known.length - 1]);
            assertThat(summary.bins()).isEqualTo(Bins.of(known, 0, known.length));
        }
    }

    /** Of sizes between which doubles lose all digits, where any rounded sum depends on the order. */
    @Test
    void no_order_changes_a_bit_of_mean_and_deviation() {
        Random random = new Random(5);
        double[] numbers = new double[500];
        Arrays.setAll(numbers, i -> random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
        ColumnSummary first = of(numbers);
        BigDecimal sum = Arrays.stream(numbers).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(first.mean())
                .isEqualTo(
                        sum.divide(BigDecimal.valueOf(500), new MathContext(60)).doubleValue());
        for (int order = 0; order < 20; order++) {
            List<Double> shuffled =
                    new ArrayList<>(Arrays.stream(numbers).boxed().toList());
            Collections.shuffle(shuffled, random);
            ColumnSummary other =
                    of(shuffled.stream().mapToDouble(Double::doubleValue).toArray());
            assertThat(other.mean()).isEqualTo(first.mean());
            assertThat(other.sd()).isEqualTo(first.sd());
        }
    }

    @Test
    void what_has_no_square_leaves_no_deviation() {
        assertThat(of(1, Double.POSITIVE_INFINITY).mean()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(of(1, Double.POSITIVE_INFINITY).sd()).isNaN();
        assertThat(of(1e200, 3e200).mean()).isEqualTo(2e200);
    }

    @Test
    void quartiles_hold_to_the_error_of_the_bins() {
        double[] hundred = new double[101];
        Arrays.setAll(hundred, i -> i);

        assertThat(of(hundred).quartiles().lower()).isCloseTo(25, within(25 * Bins.RELATIVE_ERROR));
        assertThat(of(hundred).quartiles().median()).isCloseTo(50, within(50 * Bins.RELATIVE_ERROR));
        assertThat(of(hundred).quartiles().upper()).isCloseTo(75, within(75 * Bins.RELATIVE_ERROR));
    }

    @Test
    void of_nothing_there_is_nothing_to_say_and_of_one_value_no_deviation() {
        assertThat(of(Double.NaN).known()).isZero();
        assertThat(of(Double.NaN).mean()).isNaN();
        assertThat(of(Double.NaN).quartiles().median()).isNaN();
        assertThat(of(7).mean()).isEqualTo(7);
        assertThat(of(7).sd()).isNaN();
    }
}
