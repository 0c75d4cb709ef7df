package io.millwright.training.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RisingHorizonsProperties {

    private static final int ROWS = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /** Horizons of 24 h, 3, 7, 14 and 30 days. */
    private static List<double[]> drawn(SplittableRandom random) {
        List<double[]> columns = new ArrayList<>();
        for (int horizon = 0; horizon < 5; horizon++) {
            columns.add(random.doubles(ROWS).toArray());
        }
        return columns;
    }

    private static double squares(List<double[]> some, List<double[]> others, int row) {
        double sum = 0;
        for (int i = 0; i < some.size(); i++) {
            double difference = some.get(i)[row] - others.get(i)[row];
            sum += difference * difference;
        }
        return sum;
    }

    private static List<double[]> copied(List<double[]> columns) {
        return columns.stream().map(double[]::clone).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_longer_horizon_is_never_less_probable_and_all_are_together_nearer_to_any_truth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> said = drawn(random);
        List<double[]> truth = drawn(random);
        for (int row = 0; row < ROWS; row++) {
            double[] rising = rowOf(truth, row);
            Arrays.sort(rising);
            for (int i = 0; i < rising.length; i++) {
                truth.get(i)[row] = rising[i];
            }
        }
        List<double[]> agreed = copied(said);

        RisingHorizons.agree(agreed);

        for (int row = 0; row < ROWS; row++) {
            assertThat(rowOf(agreed, row)).isSorted();
            assertThat(Arrays.stream(rowOf(agreed, row)).sum())
                    .isCloseTo(Arrays.stream(rowOf(said, row)).sum(), within(1e-9));
            assertThat(squares(agreed, truth, row)).isLessThanOrEqualTo(squares(said, truth, row) + 1e-12);
        }
    }

    private static double[] rowOf(List<double[]> columns, int row) {
        return columns.stream().mapToDouble(column -> column[row]).toArray();
    }

    @Test
    void what_agrees_stays_to_the_bit_and_what_only_ranks_stays_unknown() {
        double[] soon = {0.1, 0.3, Double.NaN};
        double[] later = {0.2, 0.3, 0.1};

        RisingHorizons.agree(List.of(soon, later));

        assertThat(soon).containsExactly(0.1, 0.3, Double.NaN);
        assertThat(later).containsExactly(0.2, 0.3, 0.1);
    }
}
