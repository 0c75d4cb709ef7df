package io.millwright.training.fitted;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of a matrix in which none of some features is missing. */
final class WholeRows {

    /** Rows needed for each feature: fewer know its correlations badly. */
    private static final int ROWS_A_FEATURE = 10;

    private static final double LEAST_SPREAD = 1e-9;

    private WholeRows() {}

    /** Empty where there are too few. */
    static double[][] of(TrainingMatrix rows, List<String> features) {
        TrainingMatrix own = rows.withColumns(features);
        double[][] whole = IntStream.range(0, own.rows())
                .mapToObj(row -> values(own, row))
                .filter(values -> Arrays.stream(values).allMatch(Double::isFinite))
                .toArray(double[][]::new);
        return whole.length < ROWS_A_FEATURE * features.size() ? new double[0][] : whole;
    }

    static double[] values(TrainingMatrix rows, int row) {
        double[] values = new double[rows.width()];
        Arrays.setAll(values, column -> rows.value(row, column));
        return values;
    }

    /** By n - 1; 0 for a column that never varies. */
    static double sd(double[][] rows, int column, double mean) {
        double squares = 0;
        for (double[] row : rows) {
            squares += (row[column] - mean) * (row[column] - mean);
        }
        double sd = Math.sqrt(squares / (rows.length - 1));
        return sd > LEAST_SPREAD * Math.abs(mean) ? sd : 0;
    }
}
