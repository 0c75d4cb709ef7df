package io.millwright.training.fitted;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * T-squared and SPE of a group of features, standardised as the training rows have them.
 *
 * @param mean of each feature over the training rows that have all of them
 * @param sd of each, n - 1; 0 for one that never varied there, which says nothing
 * @param components of those rows, standardised; null where there are too few of them, so that nothing can be computed
 */
@SuppressWarnings("ArrayRecordComponent") // fitted numbers, written out as a whole
record FittedPca(
        PcaSpec spec, double[] mean, double[] sd, @Nullable Components components) implements FittedColumns {

    private static final String T2 = "__pca_t2";
    private static final String SPE = "__pca_spe";

    static FittedPca fit(PcaSpec spec, TrainingMatrix rows) {
        double[][] whole = WholeRows.of(rows, spec.of());
        if (whole.length == 0) {
            return new FittedPca(spec, new double[0], new double[0], null);
        }
        double[] mean = Components.means(whole);
        double[] sd = new double[mean.length];
        Arrays.setAll(sd, column -> WholeRows.sd(whole, column, mean[column]));
        FittedPca scaled = new FittedPca(spec, mean, sd, null);
        double[][] z = Arrays.stream(whole).map(scaled::standardised).toArray(double[][]::new);
        return new FittedPca(spec, mean, sd, Components.fit(z, spec.share()));
    }

    private double[] standardised(double[] row) {
        double[] z = new double[row.length];
        Arrays.setAll(z, column -> sd[column] > 0 ? (row[column] - mean[column]) / sd[column] : 0 * row[column]);
        return z;
    }

    @Override
    public List<String> columns() {
        return List.of(spec.name() + T2, spec.name() + SPE);
    }

    static boolean isColumn(String name) {
        return name.endsWith(T2) || name.endsWith(SPE);
    }

    @Override
    public double[][] of(TrainingMatrix rows) {
        double[][] distances = new double[rows.rows()][2];
        TrainingMatrix own = rows.withColumns(spec.of());
        for (int row = 0; row < distances.length; row++) {
            if (components == null) {
                Arrays.fill(distances[row], Double.NaN);
            } else {
                double[] z = standardised(WholeRows.values(own, row));
                distances[row] = new double[] {components.t2(z), components.spe(z)};
            }
        }
        return distances;
    }
}
