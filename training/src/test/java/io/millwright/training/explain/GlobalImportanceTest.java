package io.millwright.training.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlobalImportanceTest {

    private static final List<String> COLUMNS = List.of("b", "a", "strong");

    /** Each feature pushes by its value. */
    private record Pushing(List<String> columns) implements FittedModel {

        @Override
        public double[] scores(TrainingMatrix rows) {
            return new double[rows.rows()];
        }

        @Override
        public double[][] contributions(TrainingMatrix rows) {
            double[][] pushes = new double[rows.rows()][columns.size()];
            for (int row = 0; row < pushes.length; row++) {
                for (int column = 0; column < columns.size(); column++) {
                    pushes[row][column] = rows.value(row, column);
                }
            }
            return pushes;
        }

        @Override
        public Map<String, byte[]> files() {
            return Map.of();
        }
    }

    private static TrainingMatrix rows(float[]... values) {
        List<FeatureRow> rows = new ArrayList<>();
        for (float[] each : values) {
            rows.add(new FeatureRow("m", rows.size(), each));
        }
        return TrainingMatrix.of(COLUMNS, rows);
    }

    @Test
    void pushes_up_and_down_do_not_cancel_and_the_strongest_comes_first() {
        GlobalImportance importance = GlobalImportance.of(
                        new Pushing(COLUMNS), rows(new float[] {1, -1, 3}, new float[] {-1, 1, -2}))
                .orElseThrow();

        assertThat(importance.expected()).isEmpty();
        assertThat(importance.meanAbsolute())
                .containsExactly(Map.entry("strong", 2.5), Map.entry("a", 1.0), Map.entry("b", 1.0));
    }

    @Test
    void a_model_that_cannot_say_and_a_table_without_rows_have_none() {
        assertThat(GlobalImportance.of(new Pushing(COLUMNS), rows(new float[] {0, 0, 0})))
                .isEmpty();
        assertThat(GlobalImportance.of(new Pushing(COLUMNS), rows())).isEmpty();
    }

    @Test
    void of_many_rows_some_from_all_over_are_asked() {
        int many = 2 * GlobalImportance.MOST_ROWS + 1;
        float[][] values = new float[many][];
        IntStream.range(0, many).forEach(row -> values[row] = new float[] {row % 3 == 0 ? row : 0, 0, 1});

        GlobalImportance importance =
                GlobalImportance.of(new Pushing(COLUMNS), rows(values)).orElseThrow();

        assertThat(importance.meanAbsolute().get("b"))
                .isCloseTo(
                        IntStream.range(0, many)
                                .filter(row -> row % 3 == 0)
                                .mapToDouble(row -> row)
                                .average()
                                .orElseThrow(),
                        within(2.0));
    }

    /** Rounded by the trees' own single precision: expected plus all signed pushes is the mean margin. */
    @Test
    void of_boosted_trees_it_says_what_is_expected() {
        TrainingMatrix rows = SyntheticFleet.of(4, 40, 2).matrix();
        float[] label = new float[rows.rows()];
        IntStream.range(0, label.length).forEach(row -> label[row] = row % 4 == 0 ? 1 : 0);
        BoostedModel model = new BoostedModel(
                rows.columns(),
                Boosting.fit(rows, label, BoostingSettings.failure().withRounds(5), Map.of(), 1));

        GlobalImportance importance = GlobalImportance.of(model, rows).orElseThrow();

        double[][] pushes = model.contributions(rows);
        double[] margins = model.margins(rows);
        double signed = 0;
        double meanMargin = 0;
        for (int row = 0; row < margins.length; row++) {
            for (double push : pushes[row]) {
                signed += push / margins.length;
            }
            meanMargin += margins[row] / margins.length;
        }
        assertThat(importance.expected().orElseThrow() + signed).isCloseTo(meanMargin, within(1e-4));
        assertThat(importance.meanAbsolute()).containsOnlyKeys(rows.columns().toArray(String[]::new));
        assertThat(List.copyOf(importance.meanAbsolute().values())).isSortedAccordingTo(Comparator.reverseOrder());
    }
}
