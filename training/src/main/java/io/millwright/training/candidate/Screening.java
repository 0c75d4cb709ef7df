package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks the features that tell positives from negatives best one by one, for models that many features would slow down. Fitted on
 * training rows like anything else.
 */
final class Screening {

    private Screening() {}

    /**
     * The names of at most {@code count} columns with the largest distance of the area under the ROC curve from one half, in the
     * matrix's order. Rows without a value count as tied with the column's median; constant columns are never picked.
     */
    static List<String> mostTelling(TrainingMatrix rows, FailureLabels labels, int count) {
        double[] distance = new double[rows.width()];
        for (int column = 0; column < distance.length; column++) {
            distance[column] = Math.abs(areaUnderRoc(rows.column(column), labels) - 0.5);
        }
        return IntStream.range(0, distance.length)
                .boxed()
                .filter(column -> distance[column] > 0)
                .sorted(Comparator.<Integer>comparingDouble(column -> -distance[column])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .sorted()
                .map(column -> rows.columns().get(column))
                .toList();
    }

    /** By rank sums, ties at their middle rank; one half where a class is absent. */
    static double areaUnderRoc(float[] values, FailureLabels labels) {
        float[] sorted = filled(values);
        long positives = labels.count(1);
        long negatives = values.length - positives;
        if (positives == 0 || negatives == 0) {
            return 0.5;
        }
        float[] known = sorted.clone();
        Arrays.sort(sorted);
        double rankSum = 0;
        for (int row = 0; row < known.length; row++) {
            if (labels.positive(row)) {
                rankSum += (lower(sorted, known[row]) + upper(sorted, known[row]) + 1) / 2.0;
            }
        }
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    private static float[] filled(float[] values) {
        float median = (float) Preparation.median(values);
        float[] filled = values.clone();
        for (int row = 0; row < filled.length; row++) {
            filled[row] = Float.isNaN(filled[row]) ? median : filled[row];
        }
        return filled;
    }

    /** How many are smaller. */
    private static int lower(float[] sorted, float value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many are not larger. */
    private static int upper(float[] sorted, float value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
