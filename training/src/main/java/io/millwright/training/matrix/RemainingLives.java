package io.millwright.training.matrix;

import io.millwright.evaluation.rul.SeenLife;
import java.util.Arrays;

/**
 * Remaining useful life after each row of a matrix.
 *
 * @param hours to the next failure; where censored the hours known to be survived; NaN where nothing is known
 * @param censored the failure was not observed
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
public record RemainingLives(double[] hours, boolean[] censored) {

    public RemainingLives {
        if (hours.length != censored.length) {
            throw new IllegalArgumentException(
                    "columns must have equal lengths, got " + hours.length + " and " + censored.length);
        }
    }

    /** Whether the row's failure was seen. */
    public boolean known(int row) {
        return !censored[row] && !Double.isNaN(hours[row]);
    }

    public SeenLife seen(int row) {
        return new SeenLife(hours[row], censored[row]);
    }

    public RemainingLives select(int[] rows) {
        double[] selected = new double[rows.length];
        boolean[] cut = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = hours[rows[i]];
            cut[i] = censored[rows[i]];
        }
        return new RemainingLives(selected, cut);
    }

    /** These rows, then those. */
    public RemainingLives followedBy(RemainingLives more) {
        double[] longer = Arrays.copyOf(hours, hours.length + more.hours.length);
        boolean[] cut = Arrays.copyOf(censored, longer.length);
        System.arraycopy(more.hours, 0, longer, hours.length, more.hours.length);
        System.arraycopy(more.censored, 0, cut, hours.length, more.censored.length);
        return new RemainingLives(longer, cut);
    }
}
