package io.millwright.training.rul;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.evaluation.rul.ConformalCorrection.CalibrationRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The conformal margins of intervals, one for each third of the predicted life: what is said of the last days is held to its promise by
 * last days, not by the easy rows of sound machines. Each life counts as one, however many rows it has.
 */
final class IntervalCalibration {

    private static final int BANDS = 3;
    /** A band of fewer lives has the common margin. */
    private static final int FEWEST_LIVES = 20;

    private IntervalCalibration() {}

    /** The band of a predicted life: 1 for the lowest third up to the cap. */
    static String band(double predictedHours, double capHours) {
        return Integer.toString(1 + (int) Math.min(BANDS - 1, Math.floor(BANDS * predictedHours / capHours)));
    }

    /**
     * What to add on both sides, in hours; margins may be negative.
     *
     * @param rows known rows
     * @param predicted out-of-fold points
     * @param low out-of-fold lower ends
     * @param high out-of-fold upper ends
     * @return with a common margin of NaN where there are too few lives for any promise
     */
    static ConformalCorrection fit(RulRows rows, double[] predicted, double[] low, double[] high) {
        List<CalibrationRow> calibrating = new ArrayList<>();
        for (int row = 0; row < low.length; row++) {
            calibrating.add(new CalibrationRow(
                    rows.life(row),
                    band(predicted[row], rows.capHours()),
                    low[row],
                    predicted[row],
                    high[row],
                    rows.capped(row)));
        }
        ConformalCorrection correction = ConformalCorrection.fit(calibrating, rows.coverage(), FEWEST_LIVES);
        return Double.isFinite(correction.margin())
                ? correction
                : new ConformalCorrection(rows.coverage(), Double.NaN, correction.marginOfBand());
    }
}
