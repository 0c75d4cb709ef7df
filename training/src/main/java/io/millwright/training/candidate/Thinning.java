package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fewer negatives for models that many rows would slow down: all positives stay, negatives stay evenly spaced in key order and count for
 * those left out, so that probabilities keep their meaning.
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
        int step = Math.max(1, (int) Math.ceil((double) negatives / Math.max(1, most - positives)));
        int[] seen = {0};
        int[] rows = IntStream.range(0, labels.rows())
                .filter(row -> labels.positive(row) || seen[0]++ % step == 0)
                .toArray();
        long kept = Arrays.stream(rows).filter(row -> !labels.positive(row)).count();
        double weight = kept == 0 ? 1 : (double) negatives / kept;
        return new Thinning(
                rows,
                Arrays.stream(rows)
                        .mapToDouble(row -> labels.positive(row) ? 1 : weight)
                        .toArray());
    }

    TrainingMatrix of(TrainingMatrix matrix) {
        return rows.length == matrix.rows() ? matrix : matrix.select(rows);
    }

    FailureLabels of(FailureLabels labels) {
        return rows.length == labels.rows() ? labels : labels.select(rows);
    }
}
