package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;

/**
 * Fewer rows for models that many would slow down: of each class rows stay evenly spaced in key order and count for those left out, so
 * that probabilities keep their meaning. Positives are rare and tell most: all of them stay unless they are more than half of what may.
 *
 * @param rows row numbers kept, ascending
 * @param weights how many rows each stands for
 */
@SuppressWarnings("ArrayRecordComponent") // row numbers; identity is never asked for
record Thinning(int[] rows, double[] weights) {

    /** Keeps about {@code most} rows, or all where there are no more. */
    static Thinning of(FailureLabels labels, int most) {
        int positives = labels.count(1);
        int negatives = labels.rows() - positives;
        Kept positive = Kept.of(positives, Math.max(most / 2, most - negatives));
        Kept negative = Kept.of(negatives, most - positive.kept());
        int[] rows = new int[positive.kept() + negative.kept()];
        double[] weights = new double[rows.length];
        int kept = 0;
        int[] seen = {0, 0};
        for (int row = 0; row < labels.rows(); row++) {
            boolean fails = labels.positive(row);
            Kept own = fails ? positive : negative;
            if (seen[fails ? 1 : 0]++ % own.step() == 0) {
                rows[kept] = row;
                weights[kept++] = own.weight();
            }
        }
        return new Thinning(rows, weights);
    }

    /**
     * The rows of one class.
     *
     * @param step every which of them stays, from the first
     */
    private record Kept(int rows, int step) {

        static Kept of(int rows, int most) {
            return new Kept(rows, Math.max(1, parts(rows, Math.max(1, most))));
        }

        int kept() {
            return parts(rows, step);
        }

        private static int parts(int rows, int ofSize) {
            return (rows + ofSize - 1) / ofSize;
        }

        double weight() {
            return (double) rows / kept();
        }
    }

    TrainingMatrix of(TrainingMatrix matrix) {
        return rows.length == matrix.rows() ? matrix : matrix.select(rows);
    }

    FailureLabels of(FailureLabels labels) {
        return rows.length == labels.rows() ? labels : labels.select(rows);
    }
}
