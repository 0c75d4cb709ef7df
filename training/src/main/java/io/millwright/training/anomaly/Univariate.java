package io.millwright.training.anomaly;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A detector that looks at one indicator after the other, each against the machine's own normal. */
final class Univariate implements Detector {

    private final String name;
    private final Function<Deviations, double[][]> distances;
    private final ToDoubleFunction<double[]> summary;

    private Univariate(String name, Function<Deviations, double[][]> distances, ToDoubleFunction<double[]> summary) {
        this.name = name;
        this.distances = distances;
        this.summary = summary;
    }

    /** The largest robust z-score of any indicator. */
    static Univariate robustZ() {
        return new Univariate(
                "robust_z",
                Deviations::z,
                row -> Arrays.stream(row).map(Math::abs).max().orElse(0));
    }

    /**
     * The mean distance outside the quartiles, in interquartile ranges: many indicators a little outside count as one far outside.
     *
     * @see "Tukey, Exploratory Data Analysis, 1977"
     */
    static Univariate interquartile() {
        return new Univariate(
                "iqr", Deviations::beyond, row -> Arrays.stream(row).average().orElse(0));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Fitted fit(Deviations normal, long seed) {
        return rows -> each(distances.apply(rows), summary);
    }

    static double[] each(double[][] rows, ToDoubleFunction<double[]> score) {
        return Arrays.stream(rows).mapToDouble(score).toArray();
    }
}
