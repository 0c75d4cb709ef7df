package io.millwright.training.fitted;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
        PcaSpec spec, double[] mean, double[] sd, @Nullable Components components) {

    /** Rows needed for each feature: fewer know its correlations badly. */
    private static final int ROWS_A_FEATURE = 10;

    private static final String T2 = "__pca_t2";
    private static final String SPE = "__pca_spe";

    private static final double LEAST_SPREAD = 1e-9;

    static FittedPca fit(PcaSpec spec, TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(spec.of());
        double[][] whole = IntStream.range(0, own.rows())
                .mapToObj(row -> values(own, row))
                .filter(values -> Arrays.stream(values).allMatch(Double::isFinite))
                .toArray(double[][]::new);
        if (whole.length < ROWS_A_FEATURE * spec.of().size()) {
            return new FittedPca(spec, new double[0], new double[0], null);
        }
        double[] mean = Components.means(whole);
        double[] sd = new double[mean.length];
        Arrays.setAll(sd, column -> sd(whole, column, mean[column]));
        FittedPca scaled = new FittedPca(spec, mean, sd, null);
        double[][] z = Arrays.stream(whole).map(scaled::standardised).toArray(double[][]::new);
        return new FittedPca(spec, mean, sd, Components.fit(z, spec.share()));
    }

    private static double[] values(TrainingMatrix rows, int row) {
        double[] values = new double[rows.width()];
        Arrays.setAll(values, column -> rows.value(row, column));
        return values;
    }

    private static double sd(double[][] rows, int column, double mean) {
        double squares = 0;
        for (double[] row : rows) {
            squares += (row[column] - mean) * (row[column] - mean);
        }
        double sd = Math.sqrt(squares / (rows.length - 1));
        return sd > LEAST_SPREAD * Math.abs(mean) ? sd : 0;
    }

    private double[] standardised(double[] row) {
        double[] z = new double[row.length];
        Arrays.setAll(z, column -> sd[column] > 0 ? (row[column] - mean[column]) / sd[column] : 0 * row[column]);
        return z;
    }

    List<String> columns() {
        return List.of(spec.name() + T2, spec.name() + SPE);
    }

    static boolean isColumn(String name) {
        return name.endsWith(T2) || name.endsWith(SPE);
    }

    /** For each row both distances; NaN where a feature is missing, or there were too few training rows. */
    double[][] of(TrainingMatrix rows) {
        double[][] distances = new double[rows.rows()][2];
        TrainingMatrix own = rows.withColumns(spec.of());
        for (int row = 0; row < distances.length; row++) {
            if (components == null) {
                Arrays.fill(distances[row], Double.NaN);
            } else {
                double[] z = standardised(values(own, row));
                distances[row] = new double[] {components.t2(z), components.spe(z)};
            }
        }
        return distances;
    }
}
