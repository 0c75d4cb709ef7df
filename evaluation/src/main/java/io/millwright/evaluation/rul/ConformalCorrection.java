package io.millwright.evaluation.rul;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Conformalised quantile regression: widens (or narrows) given intervals around a point by what calibration rows show to be needed for the
 * nominal coverage, for all rows or band by band (Mondrian). An interval always holds its point. With ends equal to the point it is split
 * conformal prediction.
 *
 * <p>A life gives many rows that are anything but independent, and a machine to be judged is met at one moment of its life. So the promise
 * is for one row, drawn anywhere, of a life exchangeable with those that calibrate: the rows of a life share the weight of one, and one more
 * life, the one to be judged, may always be worse than all (trap L16). A plain value of numbers and texts, so that a model package can
 * carry it.
 *
 * @param nominal wanted coverage, in (0, 1)
 * @param margin what is added on both sides where the band has none of its own; infinite if there were too few lives
 * @param marginOfBand the same for each band with enough lives to be finite
 * @see "Romano, Patterson and Candes, Conformalized Quantile Regression, NeurIPS 2019; Lee, Barber and Willett, Distribution-free inference
 *     with hierarchical data, 2023; Vovk, Conditional validity of inductive conformal predictors, 2012"
 */
public record ConformalCorrection(double nominal, double margin, Map<String, Double> marginOfBand) {

    private static final double ROUNDING = 1e-9;

    public ConformalCorrection {
        if (!(nominal > 0 && nominal < 1)) {
            throw new IllegalArgumentException("nominal coverage must be in (0, 1), got " + nominal);
        }
        marginOfBand = Map.copyOf(marginOfBand);
    }

    /**
     * A calibration row.
     *
     * @param life rows of one life depend on one another
     * @param band anything known at prediction time, for example a range of the predicted RUL; never of the true one
     */
    public record CalibrationRow(String life, String band, double lower, double point, double upper, double truth) {

        /** The smallest margin with which the interval holds the truth. */
        double score() {
            if (truth == point) {
                return Double.NEGATIVE_INFINITY;
            }
            return truth > point ? truth - upper : lower - truth;
        }
    }

    /** An interval. */
    public record Interval(double lower, double upper) {}

    /** A margin for each band that has at least so many lives, the common one for the others. */
    public static ConformalCorrection fit(List<CalibrationRow> rows, double nominal, int fewestLives) {
        Map<String, List<CalibrationRow>> bands = new TreeMap<>();
        rows.forEach(row ->
                bands.computeIfAbsent(row.band(), any -> new ArrayList<>()).add(row));
        Map<String, Double> ofBand = new TreeMap<>();
        bands.forEach((band, members) -> {
            double margin = margin(members, nominal);
            if (rowsOfLife(members).size() >= fewestLives && margin < Double.POSITIVE_INFINITY) {
                ofBand.put(band, margin);
            }
        });
        return new ConformalCorrection(nominal, margin(rows, nominal), ofBand);
    }

    /** The corrected interval; a negative margin leaves at least the point. */
    public Interval apply(String band, double lower, double point, double upper) {
        double add = marginOfBand.getOrDefault(band, margin);
        return new Interval(Math.min(point, lower - add), Math.max(point, upper + add));
    }

    /** The smallest margin that holds the nominal share of the lives and one more that none holds; infinite where none does. */
    private static double margin(List<CalibrationRow> rows, double nominal) {
        Map<String, Integer> ofLife = rowsOfLife(rows);
        double held = 0;
        for (CalibrationRow row : rows.stream()
                .sorted(Comparator.comparingDouble(CalibrationRow::score))
                .toList()) {
            held += 1.0 / ofLife.getOrDefault(row.life(), 1) / (ofLife.size() + 1);
            if (held >= nominal - ROUNDING) {
                return row.score();
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static Map<String, Integer> rowsOfLife(List<CalibrationRow> rows) {
        Map<String, Integer> ofLife = new HashMap<>();
        rows.forEach(row -> ofLife.merge(row.life(), 1, Integer::sum));
        return ofLife;
    }
}
