package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes up positive rows, each on the line between a positive row and one of its nearest positive neighbours, until there are as many as
 * negatives. Distances are in standard deviations of the positives; a value that one of two rows lacks puts them no further apart.
 *
 * <p>Cost: the square of the number of positives.
 *
 * @see "Chawla et al., SMOTE: Synthetic Minority Over-sampling Technique, JAIR 2002"
 */
final class Smote {

    private static final int NEIGHBOURS = 5;

    private Smote() {}

    /** Rows to learn from. */
    @SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
    record Rows(TrainingMatrix features, float[] outcome) {}

    /** The rows as they are, then those made up; none where fewer than two are positive. */
    static Rows balanced(TrainingMatrix rows, FailureLabels labels, long seed) {
        int[] positives =
                IntStream.range(0, rows.rows()).filter(labels::positive).toArray();
        int missing = labels.count(0) - positives.length;
        if (positives.length < 2 || missing <= 0) {
            return new Rows(rows, labels.outcome());
        }
        List<FeatureRow> all = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            all.add(numbered(all.size(), values(rows, row)));
        }
        int[][] neighbours = neighbours(rows, positives);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < missing; i++) {
            int one = i % positives.length;
            int other = neighbours[one][random.nextInt(neighbours[one].length)];
            all.add(numbered(
                    all.size(),
                    between(values(rows, positives[one]), values(rows, positives[other]), random.nextFloat())));
        }
        float[] outcome = Arrays.copyOf(labels.outcome(), all.size());
        Arrays.fill(outcome, rows.rows(), all.size(), 1);
        return new Rows(TrainingMatrix.of(rows.columns(), all), outcome);
    }

    /** A made-up row is of no machine: numbers keep the order. */
    private static FeatureRow numbered(int number, float[] values) {
        return new FeatureRow(String.format(Locale.ROOT, "%09d", number), 0, values);
    }

    private static float[] values(TrainingMatrix rows, int row) {
        float[] values = new float[rows.width()];
        for (int column = 0; column < values.length; column++) {
            values[column] = rows.value(row, column);
        }
        return values;
    }

    /** What either lacks is lacking where the first lacks it, and the first's where the second does. */
    private static float[] between(float[] one, float[] other, float share) {
        float[] values = one.clone();
        for (int column = 0; column < values.length; column++) {
            if (!Float.isNaN(other[column])) {
                values[column] += share * (other[column] - one[column]);
            }
        }
        return values;
    }

    /** Of each positive its nearest, as places among the positives. */
    private static int[][] neighbours(TrainingMatrix rows, int[] positives) {
        TrainingMatrix own = rows.select(positives);
        double[] scale = new double[own.width()];
        for (int column = 0; column < scale.length; column++) {
            scale[column] = deviation(own.column(column));
        }
        return IntStream.range(0, positives.length)
                .mapToObj(one -> {
                    double[] distance = IntStream.range(0, positives.length)
                            .mapToDouble(other -> distance(own, one, other, scale))
                            .toArray();
                    return IntStream.range(0, positives.length)
                            .filter(other -> other != one)
                            .boxed()
                            .sorted(Comparator.<Integer>comparingDouble(other -> distance[other])
                                    .thenComparing(Comparator.naturalOrder()))
                            .limit(NEIGHBOURS)
                            .mapToInt(Integer::intValue)
                            .toArray();
                })
                .toArray(int[][]::new);
    }

    /** Of the known values; 0 where they do not differ. */
    private static double deviation(float[] values) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                n++;
                sum += value;
                squares += (double) value * value;
            }
        }
        return n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
    }

    private static double distance(TrainingMatrix rows, int one, int other, double[] scale) {
        double distance = 0;
        for (int column = 0; column < scale.length; column++) {
            double apart = rows.value(one, column) - rows.value(other, column);
            if (scale[column] > 0 && !Double.isNaN(apart)) {
                distance += apart / scale[column] * (apart / scale[column]);
            }
        }
        return distance;
    }
}
