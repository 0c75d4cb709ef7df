package io.millwright.training.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingMatrixTest {

    private final TrainingMatrix matrix = TrainingMatrix.of(
            List.of("a", "b"),
            List.of(
                    new FeatureRow("m2", 10, new float[] {5, 6}),
                    new FeatureRow("m1", 20, new float[] {3, 4}),
                    new FeatureRow("m1", 10, new float[] {1, Float.NaN})));

    @Test
    void rows_are_in_key_order_whatever_order_they_came_in() {
        assertThat(matrix.machine(0)).isEqualTo("m1");
        assertThat(matrix.asOfMillis(1)).isEqualTo(20);
        assertThat(matrix.column(0)).containsExactly(1, 3, 5);
    }

    @Test
    void more_rows_than_one_array_holds_are_refused_with_what_to_do() {
        List<FeatureRow> rows = List.of(
                new FeatureRow("m1", 10, new float[0]),
                new FeatureRow("m1", 20, new float[0]),
                new FeatureRow("m1", 30, new float[0]));

        assertThatThrownBy(() -> TrainingMatrix.of(Collections.nCopies(1 << 30, "f"), rows))
                .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                        .isEqualTo(MillwrightException.Category.CONFIGURATION))
                .hasMessageContaining("3 rows of 1073741824 features")
                .hasMessageContaining("features.as_of.every");
    }

    @Test
    void columns_are_found_by_name_and_a_missing_one_is_named() {
        assertThat(matrix.withColumns(List.of("b", "a")).rowMajor()).containsExactly(Float.NaN, 1, 4, 3, 6, 5);
        assertThatThrownBy(() -> matrix.withColumns(List.of("c"))).hasMessageContaining("'c'");
    }

    @Test
    void a_column_in_front_moves_the_others_by_one() {
        TrainingMatrix wider = matrix.withFirstColumn("x", new double[] {7, 8, 9});

        assertThat(wider.columns()).containsExactly("x", "a", "b");
        assertThat(wider.column(0)).containsExactly(7, 8, 9);
        assertThat(wider.column(1)).containsExactly(1, 3, 5);
    }

    @Test
    void a_selection_of_a_selection_has_its_rows_in_every_form() {
        TrainingMatrix last = matrix.select(new int[] {1, 2}).select(new int[] {1});

        assertThat(last.machine(0)).isEqualTo("m2");
        assertThat(last.value(0, 1)).isEqualTo(6);
        assertThat(last.rowMajor()).containsExactly(5, 6);
        assertThat(last.withColumns(List.of("b")).rowMajor()).containsExactly(6);
        assertThat(last.withFirstColumn("x", new double[] {9}).rowMajor()).containsExactly(9, 5, 6);
        assertThat(last.withLastColumns(List.of("x"), new double[][] {{9}}).rowMajor())
                .containsExactly(5, 6, 9);
        assertThat(last.mapped((row, column, value) -> 2 * value).rowMajor()).containsExactly(10, 12);
        assertThat(matrix.rowMajor()).containsExactly(1, Float.NaN, 3, 4, 5, 6);
    }

    @Test
    void two_rows_of_one_key_are_refused() {
        FeatureRow row = new FeatureRow("m1", 10, new float[] {1});

        assertThatThrownBy(() -> TrainingMatrix.of(List.of("a"), List.of(row, row)))
                .hasMessageContaining("two rows of machine m1");
    }
}
