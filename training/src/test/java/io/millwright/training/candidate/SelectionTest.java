package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {

    /** scipy.stats.mannwhitneyu(a, b, method="asymptotic"): p = 0.017760575093736002. */
    @Test
    void the_p_value_is_that_of_scipy_with_ties_and_without_missing_values() {
        double[] a = {1.5, 2, 2, 3.25, 4, 4, 5, 7, 8.5, 9};
        double[] b = {0.5, 1, 2, 2, 2.5, 3, 3, 4, 1.25, 0.75, 2.25};
        float[] values = new float[22];
        boolean[] positive = new boolean[22];
        for (int i = 0; i < a.length; i++) {
            values[i] = (float) a[i];
            positive[i] = true;
        }
        for (int i = 0; i < b.length; i++) {
            values[a.length + i] = (float) b[i];
        }
        values[21] = Float.NaN;

        assertThat(Selection.pValue(values, positive)).isCloseTo(0.017760575093736002, within(1e-12));
        assertThat(Selection.pValue(new float[22], positive)).as("constant").isEqualTo(1);
    }

    /** scipy.stats.false_discovery_control(p, method="by") is 0.0043, 0.0435, 0.0797, 0.1087, 0.1305, 1, 1, 1. */
    @Test
    void rejections_are_those_of_scipy() {
        double[] p = {0.7, 0.0002, 0.004, 0.011, 0.02, 0.03, 0.3, 0.9};

        assertThat(Selection.benjaminiYekutieli(p, 0.05))
                .containsExactly(false, true, true, false, false, false, false, false);
        assertThat(Selection.benjaminiYekutieli(p, 0.109))
                .containsExactly(false, true, true, true, true, false, false, false);
        assertThat(Selection.benjaminiYekutieli(p, 0.001)).containsOnly(false);
    }

    private static FailureLabels labels(int... values) {
        byte[] label = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            label[i] = (byte) values[i];
        }
        String[] none = new String[values.length];
        Arrays.fill(none, "");
        return new FailureLabels(label, none, none);
    }

    private static TrainingMatrix matrix(int machines, int days, long seed, List<String> columns, float[][] values) {
        List<FeatureRow> rows = new ArrayList<>();
        for (int row = 0; row < machines * days; row++) {
            rows.add(new FeatureRow("m" + (100 + row / days), row % days, values[row]));
        }
        return TrainingMatrix.of(columns, rows);
    }

    @Test
    void one_row_of_every_stretch_counts_the_last_before_a_failure_and_the_middle_of_healthy_time() {
        TrainingMatrix rows = matrix(2, 6, 1, List.of("x"), new float[12][1]);

        assertThat(Selection.oneOfEachStretch(rows, labels(0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1)))
                .containsExactly(1, 4, 5, 7, 11);
    }

    /** Noise that stays the same for a machine's whole stretch looks relevant to a test that counts every row. */
    @Test
    void features_without_anything_to_do_with_failing_are_left_out_though_rows_repeat() {
        int machines = 60;
        int days = 20;
        Random random = new Random(5);
        List<String> columns =
                IntStream.range(0, 100).mapToObj(i -> "f" + (100 + i)).toList();
        int[] label = new int[machines * days];
        float[][] values = new float[machines * days][columns.size()];
        for (int machine = 0; machine < machines; machine++) {
            float[] own = new float[columns.size()];
            for (int day = 0; day < days; day++) {
                int row = machine * days + day;
                label[row] = machine % 2 == 1 && day >= 15 ? 1 : 0;
                if (day == 0 || day == 15) {
                    for (int column = 0; column < own.length; column++) {
                        own[column] = (float) random.nextGaussian();
                    }
                }
                values[row] = own.clone();
                values[row][0] += 3 * label[row];
            }
        }
        TrainingMatrix rows = matrix(machines, days, 5, columns, values);

        assertThat(new Selection(0.05).of(rows, labels(label)).columns()).containsExactly("f100");
        assertThat(Selection.all().of(rows, labels(label))).isSameAs(rows);
    }

    @Test
    void where_nothing_is_relevant_one_feature_stays() {
        Random random = new Random(7);
        float[][] values = new float[40][3];
        int[] label = new int[40];
        for (int row = 0; row < 40; row++) {
            label[row] = row % 10 == 9 ? 1 : 0;
            for (int column = 0; column < 3; column++) {
                values[row][column] = random.nextFloat();
            }
        }

        assertThat(new Selection(0.01)
                        .of(matrix(4, 10, 7, List.of("a", "b", "c"), values), labels(label))
                        .columns())
                .hasSize(1);
    }
}
