package io.millwright.training.explain;

import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Explained;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How much each feature moves a model's scores over many rows: the mean of the absolute contributions, in the model's own unit (see
 * {@link Explained#contributions}).
 *
 * @param expected what contributions are added to; empty where the model does not say it
 * @param meanAbsolute by feature, the greatest first, features of the same in order of name
 * @see "Lundberg et al., From local explanations to global understanding with explainable AI for trees, Nature Machine Intelligence 2020"
 */
public record GlobalImportance(OptionalDouble expected, Map<String, Double> meanAbsolute) {

    /** Rows a model is asked about; with more, every k-th in their order. */
    static final int MOST_ROWS = 10_000;

    public GlobalImportance {
        meanAbsolute = new LinkedHashMap<>(meanAbsolute);
    }

    /** Empty where there is no row, or the model cannot say what moves it. */
    public static Optional<GlobalImportance> of(Explained model, TrainingMatrix rows) {
        return of(model, rows, MOST_ROWS);
    }

    /** The same on at most so many rows. */
    public static Optional<GlobalImportance> of(Explained model, TrainingMatrix rows, int mostRows) {
        TrainingMatrix some = spread(rows, mostRows);
        double[] sums = new double[model.columns().size()];
        for (double[] row : model.contributions(some)) {
            for (int column = 0; column < sums.length; column++) {
                sums[column] += Math.abs(row[column]);
            }
        }
        if (some.rows() == 0 || IntStream.range(0, sums.length).allMatch(column -> sums[column] == 0)) {
            return Optional.empty();
        }
        Map<String, Double> means = new LinkedHashMap<>();
        order(model.columns(), sums)
                .forEach(column -> means.put(model.columns().get(column), sums[column] / some.rows()));
        return Optional.of(new GlobalImportance(expected(model, some), means));
    }

    private static TrainingMatrix spread(TrainingMatrix rows, int most) {
        int step = Math.max(1, (rows.rows() + most - 1) / most);
        return step == 1
                ? rows
                : rows.select(IntStream.iterate(0, row -> row < rows.rows(), row -> row + step)
                        .toArray());
    }

    private static List<Integer> order(List<String> columns, double[] sums) {
        return IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer column) -> -sums[column])
                        .thenComparing(columns::get))
                .toList();
    }

    private static OptionalDouble expected(Explained model, TrainingMatrix rows) {
        return model instanceof BoostedModel boosted
                ? OptionalDouble.of(boosted.baseValues(rows.select(new int[] {0}))[0])
                : OptionalDouble.empty();
    }
}
