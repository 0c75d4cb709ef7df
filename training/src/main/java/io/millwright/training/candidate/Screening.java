package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
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
        long positives = labels.count(1);
        long negatives = values.length - positives;
        if (positives == 0 || negatives == 0) {
            return 0.5;
        }
        float[] known = Preparation.sortedKnown(values);
        float median = (float) Preparation.middle(known);
        int missing = values.length - known.length;
        double rankSum = 0;
        for (int row = 0; row < values.length; row++) {
            if (labels.positive(row)) {
                float value = Float.isNaN(values[row]) ? median : values[row];
                int below = lower(known, value) + (median < value ? missing : 0);
                int upTo = upper(known, value) + (median <= value ? missing : 0);
                rankSum += (below + upTo + 1) / 2.0;
            }
        }
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
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
