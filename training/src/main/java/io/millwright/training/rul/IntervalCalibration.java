package io.millwright.training.rul;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.evaluation.rul.ConformalCorrection.CalibrationRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The conformal margin of intervals. A life gives many rows that are anything but independent, and a machine to be judged is met at one
 * moment of its life: so each life gives one row, drawn at a random place. The draw is repeated a declared number of times and the middle
 * margin taken, so that no single draw decides.
 */
final class IntervalCalibration {

    private static final int DRAWS = 25;

    private IntervalCalibration() {}

    /**
     * What to add on both sides, in hours; may be negative.
     *
     * @param rows known rows
     * @param low out-of-fold lower ends
     * @param high out-of-fold upper ends
     * @return 0 where there are too few lives for any promise
     */
    static double margin(RulRows rows, double[] low, double[] high, long seed) {
        Map<String, List<Integer>> rowsOfLife = new TreeMap<>();
        for (int row = 0; row < low.length; row++) {
            rowsOfLife.computeIfAbsent(rows.life(row), any -> new ArrayList<>()).add(row);
        }
        double[] margins = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            Random random = new Random(seed + draw);
            List<CalibrationRow> drawn = new ArrayList<>();
            for (List<Integer> life : rowsOfLife.values()) {
                int row = life.get(random.nextInt(life.size()));
                drawn.add(new CalibrationRow("", low[row], high[row], rows.capped(row)));
            }
            margins[draw] = ConformalCorrection.fit(drawn, rows.coverage()).margin();
        }
        Arrays.sort(margins);
        double middle = margins[DRAWS / 2];
        return Double.isFinite(middle) ? middle : 0;
    }
}
