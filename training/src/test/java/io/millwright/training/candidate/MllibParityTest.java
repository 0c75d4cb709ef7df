package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.testing.TestSpark;
import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What is kept of a library's model must score as the library's model does. */
class MllibParityTest {

    private final TrainingData data = SyntheticFleet.of(6, 80, 2);
    private final FailureLabels all = data.failures().get(SyntheticFleet.TARGET);
    private final int[] known = InnerFold.labelled(InnerFold.all(data.matrix().rows()), all);
    private final TrainingMatrix rows = data.matrix().select(known);
    private final FailureLabels labels = all.select(known);
    private final Preparation preparation = Preparation.fit(rows);

    private Dataset<Row> table(double[][] values) {
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1);
        return ClassRows.of(TestSpark.session(), values, labels, weights);
    }

    private static double[] probabilities(Dataset<Row> predicted) {
        return predicted.select("probability").collectAsList().stream()
                .mapToDouble(row -> row.<Vector>getAs(0).apply(1))
                .toArray();
    }

    @Test
    void a_flattened_forest_scores_as_mllib_does() {
        Dataset<Row> table = table(preparation.filled(rows));
        RandomForestClassifier forest = new RandomForestClassifier();
        forest.setNumTrees(12);
        forest.setSeed(3);
        RandomForestClassificationModel model = forest.fit(table);
        List<Tree> trees = Arrays.stream(model.trees())
                .map(tree -> RandomForestCandidate.flat(tree.rootNode()))
                .toList();

        double[] scores = new ForestModel(preparation, trees).scores(rows);

        assertThat(scores).containsExactly(probabilities(model.transform(table)), within(1e-12));
    }

    @Test
    void kept_coefficients_score_as_mllib_does() {
        Dataset<Row> table = table(preparation.standardised(rows));
        LogisticRegressionModel model =
                new LogisticRegression().setRegParam(0.01).fit(table);

        double[] scores = new LinearModel(
                        preparation, model.intercept(), model.coefficients().toArray())
                .scores(rows);

        assertThat(scores).containsExactly(probabilities(model.transform(table)), within(1e-12));
    }

    @Test
    void contributions_of_a_forest_sum_to_its_score_less_the_roots() {
        List<Tree> trees = List.of(new Tree(
                new int[] {0, -1, -1},
                new double[] {61, 0, 0},
                new int[] {1, -1, -1},
                new int[] {2, -1, -1},
                new double[] {0.3, 0.1, 0.9}));
        ForestModel model = new ForestModel(preparation, trees);

        double[][] pushes = model.contributions(rows);
        double[] scores = model.scores(rows);

        for (int row = 0; row < scores.length; row++) {
            assertThat(0.3 + Arrays.stream(pushes[row]).sum()).isCloseTo(scores[row], within(1e-12));
        }
    }
}
