package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import org.junit.jupiter.api.Test;

class BoostingTest {

    private final TrainingData data = SyntheticFleet.of(6, 80, 2);
    private final FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
    private final int[] known = InnerFold.labelled(InnerFold.all(data.matrix().rows()), labels);
    private final TrainingMatrix rows = data.matrix().select(known);

    private float[] outcome() {
        FailureLabels chosen = labels.select(known);
        float[] outcome = new float[known.length];
        IntStream.range(0, outcome.length).forEach(i -> outcome[i] = chosen.positive(i) ? 1 : 0);
        return outcome;
    }

    private Booster fitted(BoostingSettings settings) {
        return Boosting.fit(rows, outcome(), settings, Map.of(), 1);
    }

    @Test
    void contributions_sum_to_the_margin() {
        BoostedModel model = new BoostedModel(
                rows.columns(), fitted(BoostingSettings.failure().withRounds(40)));

        double[][] pushes = model.contributions(rows);
        double[] base = model.baseValues(rows);
        double[] margins = model.margins(rows);

        for (int row = 0; row < margins.length; row++) {
            double sum = base[row];
            for (double push : pushes[row]) {
                sum += push;
            }
            assertThat(sum).isCloseTo(margins[row], within(1e-4));
        }
    }

    @Test
    void a_first_fit_leaves_the_features_it_splits_on_in_their_order() {
        TrainingMatrix wider = rows.withFirstColumn("constant", new double[rows.rows()]);
        float[] outcome = outcome();

        List<String> telling = Boosting.telling(wider, outcome, BoostingSettings.failure(), 1);

        assertThat(telling).isNotEmpty().doesNotContain("constant");
        assertThat(wider.columns()).containsSubsequence(telling);
        assertThat(Boosting.telling(wider, outcome, BoostingSettings.mode(), 1)).isEqualTo(wider.columns());
        assertThat(Boosting.telling(wider, new float[outcome.length], BoostingSettings.failure(), 1))
                .isEqualTo(wider.columns());
    }

    /** Splits of Python's xgboost 3.2.0 on the same rows and parameters, every feature of weight one. */
    @Test
    void trees_see_the_features_that_they_see_in_python() throws Exception {
        int features = 20;
        List<FeatureRow> few = new ArrayList<>();
        float[] everyThird = new float[100];
        for (int row = 0; row < everyThird.length; row++) {
            float[] values = new float[features];
            for (int feature = 0; feature < features; feature++) {
                values[feature] = row * (feature + 3) * 7_919 % 101;
            }
            few.add(new FeatureRow("m", row, values));
            everyThird[row] = row % 3 == 0 ? 1 : 0;
        }
        TrainingMatrix matrix = TrainingMatrix.of(
                IntStream.range(0, features).mapToObj(feature -> "x" + feature).toList(), few);
        BoostingSettings stumps = new BoostingSettings("binary:logistic", 12, 0, 0.1, 1, 1, 1, 0.2, 64, 1, 0);

        String[] trees = Boosting.fit(matrix, everyThird, stumps, Map.of(), 1).getModelDump("", false);

        assertThat(trees)
                .extracting(tree -> tree.replaceAll("(?s).*?\\[(f\\d+)<.*", "$1"))
                .containsExactly("f10", "f1", "f3", "f11", "f4", "f15", "f11", "f6", "f6", "f13", "f11", "f12");
    }

    @Test
    void with_fewer_negatives_probabilities_keep_their_meaning() {
        FailureLabels all = labels.select(known);
        BoostingSettings settings = BoostingSettings.failure().withRounds(40);
        double share = (double) all.count(1) / all.rows();

        BoostingRows few = BoostingRows.thinned(rows, all, Selection.all(), 2 * all.count(1));
        Booster fitted = Boosting.fit(few, settings, Map.of(), 1);

        assertThat(few.features().rows()).isLessThan(all.rows() / 2);
        double mean = Arrays.stream(BoostedModel.first(Boosting.predict(fitted, rows, 0)))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(share, within(0.2 * share));
    }

    @Test
    void where_positives_are_many_as_many_negatives_stay() {
        FailureLabels all = labels.select(known);

        BoostingRows few = BoostingRows.thinned(rows, all, Selection.all(), 10);

        double positives = 0;
        for (float outcome : few.outcome()) {
            positives += outcome;
        }
        assertThat(positives).isEqualTo(all.count(1));
        assertThat(few.outcome().length - positives).isGreaterThan(0.7 * positives);
    }

    @Test
    void the_first_trees_of_a_longer_fit_predict_what_the_shorter_fit_does() {
        BoostingSettings settings = BoostingSettings.failure();

        Booster shorter = fitted(settings.withRounds(5));
        Booster longer = fitted(settings.withRounds(20));

        assertThat(settings.trees()).isGreaterThan(1);
        assertThat(Boosting.predict(longer, rows, 5 * settings.trees()))
                .isDeepEqualTo(Boosting.predict(shorter, rows, 0))
                .isNotEqualTo(Boosting.predict(longer, rows, 0));
    }

    @Test
    void the_file_holds_a_scalar_base_score_and_predicts_the_same_to_the_bit() {
        Booster booster = fitted(BoostingSettings.failure().withRounds(20));

        byte[] bytes = Boosting.bytes(booster);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).containsPattern("\"base_score\":\"[-0-9.E]+\"");
        assertThat(Boosting.predict(Boosting.read(bytes), rows, 0)).isDeepEqualTo(Boosting.predict(booster, rows, 0));
    }

    @Test
    void the_same_rows_in_another_order_of_arrival_give_the_same_bytes() {
        TrainingData again = SyntheticFleet.of(6, 80, 2);

        CrossFit one = crossFit(data);
        CrossFit other = crossFit(again);

        assertThat(other.model().files().get(BoostedModel.FILE))
                .isEqualTo(one.model().files().get(BoostedModel.FILE));
        assertThat(other.outOfFold()).isEqualTo(one.outOfFold());
    }

    private CrossFit crossFit(TrainingData on) {
        return new BoostedCandidate(Selection.all())
                .crossFit(on.matrix(), labels, InnerFold.byMachine(on.matrix(), 3, 1), 1);
    }

    @Test
    void of_few_rows_no_feature_is_left_out_and_a_tree_sees_few() {
        BoostingSettings wide = BoostingSettings.failure(blank(400, 400));

        assertThat(wide.scouts()).isZero();
        assertThat(wide.columnShare()).isEqualTo(0.15);
        assertThat(BoostingSettings.failure(blank(400, 100)).columnShare()).isEqualTo(0.4);
        assertThat(BoostingSettings.quickRemainingLife(blank(400, 20)).columnShare())
                .isEqualTo(1);
        assertThat(BoostingSettings.failure(blank(60_000, 200)).scouts()).isPositive();
        assertThat(BoostingSettings.quickRemainingLife(blank(60_000, 200)).scouts())
                .isPositive();
    }

    private static TrainingMatrix blank(int rows, int features) {
        float[] values = new float[features];
        return TrainingMatrix.of(
                IntStream.range(0, features).mapToObj(i -> "f" + i).toList(),
                IntStream.range(0, rows)
                        .mapToObj(i -> new FeatureRow("m", i, values))
                        .toList());
    }

    @Test
    void machines_of_a_fold_are_scored_by_a_model_that_never_saw_them() {
        List<InnerFold> folds = InnerFold.byMachine(data.matrix(), 3, 1);

        for (InnerFold fold : folds) {
            List<String> train = IntStream.of(fold.train())
                    .mapToObj(data.matrix()::machine)
                    .distinct()
                    .toList();
            List<String> test = IntStream.of(fold.test())
                    .mapToObj(data.matrix()::machine)
                    .distinct()
                    .toList();
            assertThat(train).doesNotContainAnyElementsOf(test);
        }
        assertThat(folds.stream().mapToInt(fold -> fold.test().length).sum())
                .isEqualTo(data.matrix().rows());
    }
}
