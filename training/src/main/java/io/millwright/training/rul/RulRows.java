package io.millwright.training.rul;

import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows to learn remaining life from, all of one training period.
 *
 * @param lives censored where the failure was not observed inside the period
 * @param capHours labels are capped here
 * @param coverage nominal, of the intervals
 */
public record RulRows(TrainingMatrix matrix, RemainingLives lives, double capHours, double coverage) {

    /** A gamma loss knows no life of 0. */
    private static final double SHORTEST_HOURS = 0.01;

    private static final int FEWEST_KNOWN = 50;
    private static final int MOST_SURVIVED = 2_500;

    /** The given rows. */
    RulRows select(int[] rows) {
        return new RulRows(matrix.select(rows), lives.select(rows), capHours, coverage);
    }

    /** The named features. */
    RulRows withColumns(List<String> names) {
        return new RulRows(matrix.withColumns(names), lives, capHours, coverage);
    }

    /** Rows whose failure was seen. */
    public int[] known() {
        return IntStream.range(0, matrix.rows()).filter(lives::known).toArray();
    }

    /** Rows whose capped life is certain: the failure was seen, or the cap was outlived. */
    int[] certain() {
        return IntStream.range(0, matrix.rows())
                .filter(row -> lives.known(row) || lives.hours()[row] >= capHours)
                .toArray();
    }

    /** Evenly spaced rows for models that also learn from machines still running; empty where hardly any failure was seen. */
    Optional<RulRows> survived() {
        return known().length < FEWEST_KNOWN ? Optional.empty() : Optional.of(select(spaced(MOST_SURVIVED)));
    }

    /** Rows whose life is known or censored. */
    int[] usable() {
        return IntStream.range(0, matrix.rows())
                .filter(row -> !Double.isNaN(lives.hours()[row]))
                .toArray();
    }

    /** Evenly spaced rows of these, at most so many. */
    int[] spaced(int most) {
        int[] usable = usable();
        int step = Math.max(1, (usable.length + most - 1) / most);
        return IntStream.range(0, usable.length)
                .filter(i -> i % step == 0)
                .map(i -> usable[i])
                .toArray();
    }

    /** Hours, capped; meaningful for certain rows. */
    double capped(int row) {
        return Math.min(capHours, lives.hours()[row]);
    }

    /** As {@link #capped}, above 0. */
    float[] cappedLabels() {
        float[] labels = new float[matrix.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = (float) Math.max(SHORTEST_HOURS, capped(row));
        }
        return labels;
    }

    /** The life a row belongs to: one machine up to one failure, or up to where the watch ended, to the second. */
    String life(int row) {
        return matrix.machine(row) + "@" + (matrix.asOfMillis(row) / 1000 + Math.round(lives.hours()[row] * 3600));
    }
}
