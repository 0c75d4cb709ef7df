package io.millwright.fleet.grade;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The floor: how far the recent means of a machine's sensors are from the machine's own past, without any learning. For each
 * feature that is a mean over the shortest window, z = |x - median| / (1.4826 MAD) over the machine's rows before, at most
 * {@value #PAST_ROWS}. A row's score is the largest z, the third largest, or the mean of all: grading takes whichever does best.
 *
 * @see "Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993"
 */
final class RobustZ {
    private static final int PAST_ROWS = 28;
    private static final int LEAST_PAST_ROWS = 7;
    private static final double CONSISTENT = 1.4826;

    private final Map<String, Map<Long, double[]>> sorted = new HashMap<>();

    private RobustZ() {}

    static RobustZ of(FeatureMatrix features) {
        RobustZ scores = new RobustZ();
        int[] columns = meanColumns(features.names());
        double[][] z = new double[features.rows()][columns.length];
        for (int c = 0; c < columns.length; c++) {
            float[] values = features.values()[columns[c]];
            for (int row = 0; row < features.rows(); row++) {
                z[row][c] = zOf(features, values, row);
            }
        }
        for (int row = 0; row < features.rows(); row++) {
            double[] rising = Arrays.stream(z[row])
                    .filter(one -> !Double.isNaN(one))
                    .sorted()
                    .toArray();
            scores.sorted
                    .computeIfAbsent(features.machines().get(row), any -> new HashMap<>())
                    .put(features.asOfMillis()[row], rising);
        }
        return scores;
    }

    /** The three ways to score a row, by name; each is 0 where nothing is known. */
    Map<String, ToDoubleFunction<RunResult.Prediction>> variants() {
        return Map.of(
                "largest", row -> ranked(row, 1),
                "third largest", row -> ranked(row, 3),
                "mean", row -> Arrays.stream(zOf(row)).average().orElse(0));
    }

    private double ranked(RunResult.Prediction row, int rank) {
        double[] rising = zOf(row);
        return rising.length < rank ? 0 : rising[rising.length - rank];
    }

    private double[] zOf(RunResult.Prediction row) {
        return sorted.getOrDefault(row.machine(), Map.of())
                .getOrDefault(row.asOf().toEpochMilli(), new double[0]);
    }

    /** Columns that are means over the shortest window named; all columns if none is a mean. */
    static int[] meanColumns(List<String> names) {
        int[] means = IntStream.range(0, names.size())
                .filter(i -> names.get(i).toLowerCase(java.util.Locale.ROOT).contains("mean"))
                .toArray();
        int shortest = Arrays.stream(means)
                .map(i -> windowHours(names.get(i)))
                .filter(hours -> hours >= 24)
                .min()
                .orElse(0);
        int[] chosen = Arrays.stream(means)
                .filter(i -> windowHours(names.get(i)) == shortest)
                .toArray();
        return chosen.length > 0 ? chosen : IntStream.range(0, names.size()).toArray();
    }

    /** Window named in a feature, such as 24h or 7d, in hours; 0 if none is. */
    private static int windowHours(String name) {
        java.util.regex.Matcher window = java.util.regex.Pattern.compile("(?:^|_)(\\d{1,4})([hd])(?:_|$)")
                .matcher(name);
        if (!window.find()) {
            return 0;
        }
        return Integer.parseInt(window.group(1)) * (window.group(2).equals("d") ? 24 : 1);
    }

    private static double zOf(FeatureMatrix features, float[] values, int row) {
        int from = row;
        while (from > 0
                && row - from < PAST_ROWS
                && features.machines().get(from - 1).equals(features.machines().get(row))) {
            from--;
        }
        double[] past = new double[row - from];
        int count = 0;
        for (int i = from; i < row; i++) {
            if (!Float.isNaN(values[i])) {
                past[count++] = values[i];
            }
        }
        if (count < LEAST_PAST_ROWS || Float.isNaN(values[row])) {
            return Double.NaN;
        }
        double[] known = Arrays.copyOf(past, count);
        double middle = median(known);
        double spread =
                median(Arrays.stream(known).map(one -> Math.abs(one - middle)).toArray());
        return spread == 0 ? Double.NaN : Math.abs(values[row] - middle) / (CONSISTENT * spread);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
