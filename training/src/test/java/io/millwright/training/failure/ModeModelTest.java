package io.millwright.training.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModeModelTest {

    private static final List<String> MODES = List.of("belt", "motor", "pump");

    /** Failures whose modes lift a feature each; every eighth failure is of two modes at once where that is asked for. */
    private record Failures(TrainingMatrix rows, String[] modes) {

        static Failures of(int failures, boolean atOnce, long seed) {
            Random random = new Random(seed);
            List<FeatureRow> rows = new ArrayList<>();
            String[] modes = new String[failures];
            for (int failure = 0; failure < failures; failure++) {
                int first = failure % MODES.size();
                int second = atOnce && failure % 8 == 0 ? (first + 1) % MODES.size() : first;
                float[] values = new float[MODES.size()];
                for (int mode = 0; mode < values.length; mode++) {
                    values[mode] = (float) (random.nextGaussian() + (mode == first || mode == second ? 6 : 0));
                }
                modes[failure] = joined(Math.min(first, second), Math.max(first, second));
                rows.add(new FeatureRow(String.format("machine-%03d", failure), 0, values));
            }
            return new Failures(TrainingMatrix.of(MODES, rows), modes);
        }

        private static String joined(int one, int other) {
            return one == other ? MODES.get(one) : MODES.get(one) + "+" + MODES.get(other);
        }

        FailureLabels labels() {
            byte[] failed = new byte[modes.length];
            Arrays.fill(failed, (byte) 1);
            return new FailureLabels(failed, modes, modes);
        }

        ModeModel model() {
            return ModeModel.fit(rows, labels(), 1);
        }

        double shareRight(ModeModel model) {
            List<ModeModel.Likeliest> said = model.likeliest(rows);
            long right = IntStream.range(0, modes.length)
                    .filter(row -> said.get(row).atOnce().equals(modes[row]))
                    .count();
            return (double) right / modes.length;
        }
    }

    @Test
    void modes_that_come_at_once_are_all_named_on_failures_it_did_not_see() {
        ModeModel model = Failures.of(240, true, 1).model();
        Failures others = Failures.of(240, true, 2);

        assertThat(others.shareRight(model)).isGreaterThan(0.93);
        assertThat(model.likeliest(others.rows()))
                .allSatisfy(said -> assertThat(said.atOnce()).contains(said.mode()))
                .anySatisfy(said -> assertThat(said.atOnce()).isEqualTo("belt+motor"));
        assertThat(model.likeliest(others.rows()).get(0).component())
                .as("of the likeliest alone")
                .isEqualTo(model.likeliest(others.rows()).get(0).mode());
    }

    @Test
    void where_modes_never_came_together_one_is_named_and_their_chances_sum_to_one() {
        ModeModel model = Failures.of(240, false, 1).model();
        Failures others = Failures.of(240, true, 2);

        assertThat(model.likeliest(others.rows()))
                .allSatisfy(said -> assertThat(said.atOnce()).isEqualTo(said.mode()));
        assertThat(model.distributions(others.rows())).allSatisfy(chances -> assertThat(chances.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-5)));
        assertThat(model.files()).containsOnlyKeys("modes.json", "xgboost-modes.json");
    }

    @Test
    void its_files_read_back_say_the_same() {
        Failures others = Failures.of(60, true, 2);
        for (boolean atOnce : new boolean[] {true, false}) {
            ModeModel model = Failures.of(120, atOnce, 1).model();
            Map<String, byte[]> files = model.files();

            assertThat(ModeModel.read(files).likeliest(others.rows())).isEqualTo(model.likeliest(others.rows()));
            assertThat(ModeModel.read(files).distributions(others.rows()))
                    .isEqualTo(model.distributions(others.rows()));
        }
    }

    @Test
    void few_failures_leave_the_modes_shares() {
        ModeModel model = Failures.of(24, true, 1).model();

        assertThat(model.files()).containsOnlyKeys("modes.json");
        assertThat(model.distributions(Failures.of(1, false, 2).rows()))
                .containsExactly(Map.of("belt", 9 / 24.0, "motor", 8 / 24.0, "pump", 7 / 24.0));
    }
}
