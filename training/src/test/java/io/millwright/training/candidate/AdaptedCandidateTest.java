package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.row.RowMetrics;
import io.millwright.training.edge.OnnxTrees;
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

class AdaptedCandidateTest {

    private static final long SEED = 1;
    private static final int DAYS = 40;
    private static final int PUMPS = 24;
    private static final int FANS = 12;
    private static final List<String> COLUMNS =
            List.of("temp__24h__mean", "vib__24h__mean", "context__type_fan", "context__type_pump");

    private static final int FAN = COLUMNS.indexOf("context__type_fan");

    private final FailureLabels labels = labels();
    private final Candidate boosted = new BoostedCandidate(Selection.all());
    private final Candidate adapted = new AdaptedCandidate(Selection.all());

    /** Every fifth day of a machine comes before a failure. */
    private static boolean fails(int machine, int day) {
        return (machine + day) % 5 == 0;
    }

    /** @param opposite whether fans get colder before they fail, where pumps get hotter */
    private static TrainingMatrix fleet(boolean opposite) {
        Random random = new Random(3);
        List<FeatureRow> rows = new ArrayList<>();
        for (int machine = 0; machine < PUMPS + FANS; machine++) {
            boolean fan = machine >= PUMPS;
            for (int day = 0; day < DAYS; day++) {
                double rise = fails(machine, day) ? (fan && opposite ? -1.5 : 1.5) : 0;
                float[] values = {
                    (float) (rise + random.nextGaussian()), (float) random.nextGaussian(), fan ? 1 : 0, fan ? 0 : 1
                };
                rows.add(new FeatureRow(String.format("machine-%02d", machine), day * 86_400_000L, values));
            }
        }
        return TrainingMatrix.of(COLUMNS, rows);
    }

    private static FailureLabels labels() {
        byte[] labels = new byte[(PUMPS + FANS) * DAYS];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = (byte) (fails(row / DAYS, row % DAYS) ? 1 : 0);
        }
        return FailureLabels.of(labels);
    }

    private static List<InnerFold> folds(TrainingMatrix period) {
        return InnerFold.byMachine(period, 3, SEED);
    }

    /** Without the columns that tell the types apart the fleet's trees can only say what holds of all. */
    private static FeatureChoice blind() {
        return (rows, labels) -> rows.withColumns(COLUMNS.subList(0, 2));
    }

    private int[] fans(TrainingMatrix rows) {
        return IntStream.range(0, rows.rows())
                .filter(row -> rows.value(row, FAN) == 1)
                .toArray();
    }

    private double averagePrecision(double[] scores, int[] rows) {
        boolean[] positive = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positive[i] = labels.positive(rows[i]);
        }
        double[] own = Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray();
        return RowMetrics.of(own, positive, new int[rows.length], 1)
                .averagePrecision()
                .value();
    }

    @Test
    void a_type_that_fails_otherwise_gets_trees_of_its_own_in_one_model() {
        TrainingMatrix period = fleet(true);
        int[] fans = fans(period);

        CrossFit fleet = new BoostedCandidate(blind()).crossFit(period, labels, folds(period), SEED);
        CrossFit fit = new AdaptedCandidate(blind()).crossFit(period, labels, folds(period), SEED);

        assertThat(averagePrecision(fit.outOfFold(), fans))
                .as("on machines left out")
                .isGreaterThan(averagePrecision(fleet.outOfFold(), fans) + 0.1);
        BoostedModel model = (BoostedModel) fit.model();
        assertThat(model.columns()).contains("temp__24h__mean", "context__type_fan");
        double[] own = model.scores(period);
        assertThat(averagePrecision(own, fans)).isGreaterThan(0.5);
    }

    @Test
    void its_trees_are_silent_on_other_machines_and_it_is_packed_explained_and_exported_like_any_boosted_model() {
        TrainingMatrix period = fleet(true);
        BoostedModel fleet = (BoostedModel) new BoostedCandidate(blind())
                .crossFit(period, labels, folds(period), SEED)
                .model();
        Adaptation adaptation = new Adaptation(
                period,
                labels,
                folds(period),
                new BoostedCandidate(blind())
                        .crossFit(period, labels, folds(period), SEED)
                        .outOfFold(),
                blind(),
                SEED);
        adaptation.toGroup("context__type_fan");

        BoostedModel model = adaptation.addedTo(fleet);

        double[] before = fleet.margins(period);
        double[] after = model.margins(period);
        double[][] pushes = model.contributions(period);
        double[] base = model.baseValues(period);
        double moved = 0;
        for (int row = 0; row < period.rows(); row++) {
            if (period.value(row, FAN) == 1) {
                moved += Math.abs(after[row] - before[row]);
            } else {
                assertThat(after[row]).isEqualTo(before[row]);
            }
            assertThat(base[row] + Arrays.stream(pushes[row]).sum()).isCloseTo(after[row], within(1e-4));
        }
        assertThat(moved / fans(period).length).isGreaterThan(0.3);
        assertThat(ModelFiles.read(model.files()).scores(period)).isEqualTo(model.scores(period));
        assertThat(OnnxTrees.of(model.columns(), ModelFiles.file(model.files(), BoostedModel.FILE)))
                .isNotEmpty();
    }

    @Test
    void where_a_type_fails_like_the_others_or_has_too_few_failures_it_is_the_fleets_model_byte_for_byte() {
        TrainingMatrix alike = fleet(false);
        byte[] few = labels.label().clone();
        int kept = 0;
        for (int row : fans(alike)) {
            few[row] = few[row] == 1 && kept++ < 2 ? (byte) 1 : 0;
        }

        CrossFit fit = adapted.crossFit(alike, labels, folds(alike), SEED);
        CrossFit ofFew = new AdaptedCandidate(blind()).crossFit(fleet(true), FailureLabels.of(few), folds(alike), SEED);

        CrossFit fleet = boosted.crossFit(alike, labels, folds(alike), SEED);
        assertThat(fit.outOfFold()).isEqualTo(fleet.outOfFold());
        same(fit.model().files(), fleet.model().files());
        assertThat(ofFew.model().columns()).doesNotContain("context__type_fan");
    }

    @Test
    void it_is_the_same_again_bit_for_bit() {
        TrainingMatrix period = fleet(true);

        CrossFit one = new AdaptedCandidate(blind()).crossFit(period, labels, folds(period), SEED);
        CrossFit other = new AdaptedCandidate(blind()).crossFit(period, labels, folds(period), SEED);

        assertThat(one.model().columns()).contains("context__type_fan");
        assertThat(other.outOfFold()).isEqualTo(one.outOfFold());
        same(other.model().files(), one.model().files());
    }

    private static void same(Map<String, byte[]> files, Map<String, byte[]> others) {
        assertThat(files).containsOnlyKeys(others.keySet());
        files.forEach((name, content) -> assertThat(content).as(name).isEqualTo(others.get(name)));
    }
}
