package io.millwright.training.rul;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.evaluation.rul.ConformalCorrection.CalibrationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The conformal margins of intervals, one for each third of the predicted life: what is said of the last days is held to its promise by
 * last days, not by the easy rows of sound machines. A life gives many rows that are anything but independent, and a machine to be judged
 * is met at one moment of its life: so each life gives one row to a margin, drawn at a random place. The draw is repeated a declared
 * number of times and the middle margin taken, so that no single draw decides.
 */
final class IntervalCalibration {

    private static final int DRAWS = 25;
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
     * @return with a common margin of 0 where there are too few lives for any promise
     */
    static ConformalCorrection fit(RulRows rows, double[] predicted, double[] low, double[] high, long seed) {
        Map<String, List<CalibrationRow>> ofLife = new TreeMap<>();
        Map<String, List<CalibrationRow>> ofLifeInBand = new TreeMap<>();
        for (int row = 0; row < low.length; row++) {
            String band = band(predicted[row], rows.capHours());
            CalibrationRow calibrating = new CalibrationRow(band, low[row], high[row], rows.capped(row));
            String life = rows.life(row);
            ofLife.computeIfAbsent(life, any -> new ArrayList<>()).add(calibrating);
            ofLifeInBand
                    .computeIfAbsent(band + "/" + life, any -> new ArrayList<>())
                    .add(calibrating);
        }
        List<Double> common = new ArrayList<>();
        Map<String, List<Double>> ofBand = new TreeMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            common.add(ConformalCorrection.fit(drawn(ofLife, seed + draw), rows.coverage())
                    .margin());
            ConformalCorrection.fitByBand(drawn(frequent(ofLifeInBand), seed + draw), rows.coverage())
                    .marginOfBand()
                    .forEach((band, margin) -> ofBand.computeIfAbsent(band, any -> new ArrayList<>())
                            .add(margin));
        }
        Map<String, Double> margins = new TreeMap<>();
        ofBand.forEach((band, drawn) -> margins.put(band, middle(drawn)));
        double middle = middle(common);
        return new ConformalCorrection(rows.coverage(), Double.isFinite(middle) ? middle : 0, margins);
    }

    /** One row of each life. */
    private static List<CalibrationRow> drawn(Map<String, List<CalibrationRow>> lives, long seed) {
        Random random = new Random(seed);
        return lives.values().stream()
                .map(life -> life.get(random.nextInt(life.size())))
                .toList();
    }

    /** Lives in bands that have enough of them. */
    private static Map<String, List<CalibrationRow>> frequent(Map<String, List<CalibrationRow>> ofLifeInBand) {
        Map<String, Long> lives = ofLifeInBand.values().stream()
                .collect(Collectors.groupingBy(life -> life.get(0).band(), Collectors.counting()));
        Map<String, List<CalibrationRow>> frequent = new TreeMap<>(ofLifeInBand);
        frequent.values().removeIf(life -> lives.getOrDefault(life.get(0).band(), 0L) < FEWEST_LIVES);
        return frequent;
    }

    private static double middle(List<Double> margins) {
        return margins.stream().sorted().toList().get(margins.size() / 2);
    }
}
