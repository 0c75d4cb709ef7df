package io.millwright.evaluation.rul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Conformalised quantile regression: widens (or narrows) given intervals by what calibration rows show to be needed for the nominal
 * coverage, for all rows or band by band (Mondrian). With equal lower and upper ends it is split conformal prediction around a point.
 *
 * <p>Promises coverage for rows exchangeable with the calibration rows: calibrate on one row per machine, not on all rows of a few
 * machines (trap L16). A plain value of numbers and texts, so that a model package can carry it.
 *
 * @param nominal wanted coverage, in (0, 1)
 * @param margin what is added on both sides where the band has none of its own; infinite if there were too few calibration rows
 * @param marginOfBand the same for each band with enough calibration rows to be finite
 * @see "Romano, Patterson and Candes, Conformalized Quantile Regression, NeurIPS 2019; Vovk, Conditional validity of inductive
 *     conformal predictors, 2012"
 */
public record ConformalCorrection(double nominal, double margin, Map<String, Double> marginOfBand) {

    public ConformalCorrection {
        if (!(nominal > 0 && nominal < 1)) {
            throw new IllegalArgumentException("nominal coverage must be in (0, 1), got " + nominal);
        }
        marginOfBand = Map.copyOf(marginOfBand);
    }

    /**
     * A calibration row.
     *
     * @param band anything known at prediction time, for example a range of the predicted RUL; never of the true one
     */
    public record CalibrationRow(String band, double lower, double upper, double truth) {
        double score() {
            return Math.max(lower - truth, truth - upper);
        }
    }

    /** An interval. */
    public record Interval(double lower, double upper) {}

    /** One margin for all. */
    public static ConformalCorrection fit(List<CalibrationRow> rows, double nominal) {
        return new ConformalCorrection(nominal, margin(rows, nominal), Map.of());
    }

    /** A margin for each band that has rows enough, the common one for the others. */
    public static ConformalCorrection fitByBand(List<CalibrationRow> rows, double nominal) {
        Map<String, List<CalibrationRow>> bands = new TreeMap<>();
        rows.forEach(row ->
                bands.computeIfAbsent(row.band(), any -> new ArrayList<>()).add(row));
        Map<String, Double> finite = new TreeMap<>();
        bands.forEach((band, members) -> {
            double margin = margin(members, nominal);
            if (margin < Double.POSITIVE_INFINITY) {
                finite.put(band, margin);
            }
        });
        return new ConformalCorrection(nominal, margin(rows, nominal), finite);
    }

    /** The corrected interval; a negative margin that would turn it inside out leaves its middle. */
    public Interval apply(String band, double lower, double upper) {
        double add = marginOfBand.getOrDefault(band, margin);
        double low = lower - add;
        double high = upper + add;
        double middle = (lower + upper) / 2;
        return low <= high ? new Interval(low, high) : new Interval(middle, middle);
    }

    /**
     * The (n + 1) nominal-th smallest score, infinite where that is beyond the largest; between two whole ranks by interpolation. For
     * exchangeable rows the k-th smallest covers k / (n + 1): rounding the rank up, as is usual, promises at least the nominal coverage
     * and holds up to 1 / (n + 1) more, which with a third of a hundred lives is 0.03 of width nobody asked for.
     *
     * @see "Hutson, Calculating nonparametric confidence intervals for quantiles using fractional order statistics, 1999"
     */
    public static double conformalQuantile(double[] scores, double nominal) {
        double rank = Math.max(1, (scores.length + 1) * nominal);
        int below = (int) Math.floor(rank + 1e-9);
        double between = Math.max(0, rank - below);
        if (below > scores.length || (below == scores.length && between > 1e-9)) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double under = sorted[below - 1];
        return below == scores.length ? under : under + between * (sorted[below] - under);
    }

    private static double margin(List<CalibrationRow> rows, double nominal) {
        return conformalQuantile(
                rows.stream().mapToDouble(CalibrationRow::score).toArray(), nominal);
    }
}
