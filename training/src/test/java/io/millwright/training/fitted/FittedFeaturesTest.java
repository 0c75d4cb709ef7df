package io.millwright.training.fitted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class FittedFeaturesTest {

    private static final List<String> COLUMNS = List.of("a", "b", "c", "still");
    private static final float NAN = Float.NaN;

    /** i = np.arange(40); a = 10 + np.sin(.7 * i) + .05 * i; b = 5 + np.cos(.3 * i); c = 2 * a - .5 * b + .3 * np.sin(2.1 * i + 1) */
    private static TrainingMatrix forty() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double a = 10 + Math.sin(0.7 * i) + 0.05 * i;
            double b = 5 + Math.cos(0.3 * i);
            double c = 2 * a - 0.5 * b + 0.3 * Math.sin(2.1 * i + 1);
            rows.add(new float[] {(float) a, (float) b, (float) c, 7});
        }
        return matrix(rows);
    }

    private static TrainingMatrix matrix(List<float[]> values) {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(new FeatureRow("m", i, values.get(i)));
        }
        return TrainingMatrix.of(COLUMNS, rows);
    }

    private static PcaSpec spec(double share, String... of) {
        return new PcaSpec("p", List.of(of), share);
    }

    private static FittedSpecs pca(PcaSpec... specs) {
        return new FittedSpecs(List.of(specs), List.of());
    }

    private static float residual(ResidualSpec spec, TrainingMatrix training, float... row) {
        TrainingMatrix wider = FittedFeatures.fit(training, new FittedSpecs(List.of(), List.of(spec)))
                .addedTo(matrix(java.util.Arrays.<float[]>asList(row)));
        assertThat(wider.columns()).containsExactly("a", "b", "c", "still", "r__fitted_residual");
        return wider.value(0, 4);
    }

    private static float[] distances(PcaSpec spec, TrainingMatrix training, float... row) {
        TrainingMatrix wider =
                FittedFeatures.fit(training, pca(spec)).addedTo(matrix(java.util.Arrays.<float[]>asList(row)));
        assertThat(wider.columns()).containsExactly("a", "b", "c", "still", "p__pca_t2", "p__pca_spe");
        assertThat(Float.valueOf(wider.value(0, 1))).isEqualTo(Float.valueOf(row[1]));
        return new float[] {wider.value(0, 4), wider.value(0, 5)};
    }

    /** numpy: eigh(cov(Z.T)) of the standardised columns; one component holds 66 % of the variance, two 99.8 %. */
    @Test
    void both_distances_are_those_of_numpy() {
        float[] one = distances(spec(0.6, "a", "b", "c"), forty(), 12.5f, 4.1f, 23f, 7);
        float[] two = distances(spec(0.9, "a", "b", "c"), forty(), 12.5f, 4.1f, 23f, 7);

        assertThat(one[0]).isCloseTo(3.1943416f, within(1e-5f));
        assertThat(one[1]).isCloseTo(0.9093574f, within(1e-5f));
        assertThat(two[0]).isCloseTo(4.0993723f, within(1e-5f));
        assertThat(two[1]).isCloseTo(1.9659957e-4f, within(1e-8f));
    }

    /** With all components but the last, what T-squared leaves of the distance is SPE over the last one's variance. */
    @Test
    void together_they_are_the_distance_by_the_inverse_of_the_correlations() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<float[]> rows = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                float a = (float) random.nextGaussian();
                float b = (float) (a + random.nextGaussian());
                rows.add(new float[] {a, b, (float) (1e4 + b - 2 * a + random.nextGaussian()), 0});
            }
            float[] row = {2, -1, 10_003, 0};
            float[] found = distances(spec(0.9999, "a", "b", "c"), matrix(rows), row);

            RealMatrix z = new Array2DRowRealMatrix(60, 3);
            double[] own = new double[3];
            for (int column = 0; column < 3; column++) {
                SummaryStatistics statistics = new SummaryStatistics();
                for (float[] each : rows) {
                    statistics.addValue(each[column]);
                }
                for (int i = 0; i < 60; i++) {
                    z.setEntry(
                            i,
                            column,
                            (rows.get(i)[column] - statistics.getMean()) / statistics.getStandardDeviation());
                }
                own[column] = (row[column] - statistics.getMean()) / statistics.getStandardDeviation();
            }
            RealMatrix correlations = new PearsonsCorrelation(z).getCorrelationMatrix();
            ArrayRealVector vector = new ArrayRealVector(own);
            double whole = vector.dotProduct(
                    new LUDecomposition(correlations).getSolver().solve(vector));
            double last = java.util.Arrays.stream(
                            new org.apache.commons.math3.linear.EigenDecomposition(correlations).getRealEigenvalues())
                    .min()
                    .orElseThrow();
            assertThat(found[0] + found[1] / last).isCloseTo(whole, within(1e-4 * whole));
        }
    }

    @Test
    void a_missing_value_gives_none_a_column_that_never_varied_says_nothing_and_few_rows_know_nothing() {
        assertThat(distances(spec(0.9, "a", "b", "c"), forty(), 12.5f, NAN, 23f, 7))
                .containsOnly(NAN);
        assertThat(distances(spec(0.9, "a", "b", "c", "still"), forty(), 12.5f, 4.1f, 23f, 99))
                .containsExactly(distances(spec(0.9, "a", "b", "c"), forty(), 12.5f, 4.1f, 23f, 7), within(1e-5f));
        assertThat(distances(spec(0.9, "a", "b", "c", "still"), forty(), 12.5f, 4.1f, 23f, NAN))
                .containsOnly(NAN);
        TrainingMatrix few =
                forty().select(java.util.stream.IntStream.range(0, 29).toArray());
        assertThat(distances(spec(0.9, "a", "b", "c"), few, 12.5f, 4.1f, 23f, 7))
                .containsOnly(NAN);
    }

    /** The normal equations of the centred rows, each feature's squares raised by a thousandth. */
    @Test
    void a_residual_is_what_ridge_regression_leaves() {
        double[][] rows = new double[40][];
        for (int row = 0; row < 40; row++) {
            rows[row] = new double[] {forty().value(row, 0), forty().value(row, 1), forty().value(row, 2)};
        }
        double[] mean = new double[3];
        for (double[] row : rows) {
            for (int column = 0; column < 3; column++) {
                mean[column] += row[column] / 40;
            }
        }
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ac = 0;
        double bc = 0;
        for (double[] row : rows) {
            double a = row[0] - mean[0];
            double b = row[1] - mean[1];
            double c = row[2] - mean[2];
            aa += a * a * 1.001;
            ab += a * b;
            bb += b * b * 1.001;
            ac += a * c;
            bc += b * c;
        }
        double slopeA = (ac * bb - bc * ab) / (aa * bb - ab * ab);
        double slopeB = (bc * aa - ac * ab) / (aa * bb - ab * ab);
        double expected = 23 - mean[2] - slopeA * (12.5 - mean[0]) - slopeB * (4.1f - mean[1]);

        float found = residual(new ResidualSpec("r", "c", List.of("a", "b")), forty(), 12.5f, 4.1f, 23f, 7);

        assertThat((double) found).isCloseTo(expected, within(1e-5));
        assertThat(found).isBetween(-1f, 1f);
    }

    @Test
    void a_residual_lacks_what_its_features_lack_and_a_feature_that_never_varied_explains_nothing() {
        ResidualSpec onTwo = new ResidualSpec("r", "c", List.of("a", "b"));
        ResidualSpec onStill = new ResidualSpec("r", "c", List.of("a", "b", "still"));
        TrainingMatrix few =
                forty().select(java.util.stream.IntStream.range(0, 29).toArray());

        assertThat(residual(onTwo, forty(), 12.5f, NAN, 23f, 7)).isNaN();
        assertThat(residual(onTwo, forty(), 12.5f, 4.1f, NAN, 7)).isNaN();
        assertThat(residual(onTwo, few, 12.5f, 4.1f, 23f, 7)).isNaN();
        assertThat(residual(onStill, forty(), 12.5f, 4.1f, 23f, 99))
                .isCloseTo(residual(onTwo, forty(), 12.5f, 4.1f, 23f, 7), within(1e-5f));
        assertThat(residual(onStill, forty(), 12.5f, 4.1f, 23f, NAN)).isNaN();
    }

    @Test
    void the_state_survives_its_file_to_the_last_bit() {
        FittedFeatures fitted = FittedFeatures.fit(
                forty(),
                new FittedSpecs(
                        List.of(spec(0.9, "a", "b", "c"), new PcaSpec("q", List.of("a", "b"), 0.5)),
                        List.of(new ResidualSpec("r", "c", List.of("a", "b")))));
        FittedFeatures read = FittedFeatures.read(fitted.files());

        assertThat(read.addedTo(forty()).rowMajor())
                .isEqualTo(fitted.addedTo(forty()).rowMajor());
        assertThat(fitted.files()).containsOnlyKeys("pca.json", "residuals.json");
        fitted.files()
                .forEach((file, bytes) -> assertThat(read.files().get(file)).isEqualTo(bytes));
        assertThat(FittedFeatures.fit(forty(), FittedSpecs.NONE).files()).isEmpty();
        assertThat(FittedFeatures.read(Map.of()).addedTo(forty()).columns()).isEqualTo(COLUMNS);
    }

    @Test
    void a_feature_that_there_is_not_is_named() {
        assertThatThrownBy(() -> FittedFeatures.fit(forty(), pca(spec(0.9, "a", "d"))))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("'d'");
    }
}
