package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.Bins;
import java.util.ArrayList;
import java.util.Arrays;
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

        for (ColumnSummary summary : List.of(of(numbers), backwards)) {
            assertThat(summary.known()).isEqualTo(known.length);
            assertThat(summary.mean()).isCloseTo(mean, within(1e-6));
            assertThat(summary.sd()).isCloseTo(Math.sqrt(variance), Percentage.withPercentage(1e-6));
            assertThat(summary.min()).isEqualTo(known[0]);
            assertThat(summary.max()).isEqualTo(known[known.length - 1]);
            assertThat(summary.bins()).isEqualTo(Bins.of(known, 0, known.length));
        }
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
