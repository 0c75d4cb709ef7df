package io.millwright.training.rul;

import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.candidate.Preparation;
import io.millwright.training.candidate.SparkRows;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.regression.AFTSurvivalRegression;
import org.apache.spark.ml.regression.AFTSurvivalRegressionModel;
import org.apache.spark.sql.SparkSession;

/**
 * Weibull accelerated failure time on a few features, fitted by MLlib with censored rows taken into account: the sanity baseline. Its
 * interval is the model's own quantiles, unchecked.
 */
public final class WeibullRul implements RulModel {

    private static final String FILE = "weibull.json";
    private static final int FEATURES = 8;
    private static final int MOST_ROWS = 3_000;
    private static final int ITERATIONS = 30;
    private static final int FEWEST_ROWS = 50;
    private static final double SHORTEST_HOURS = 0.5;

    private final State state;

    /** What the file holds. Median life = cap x exp(intercept + coefficients x standardised) x ln(2)^scale. */
    @SuppressWarnings("ArrayRecordComponent")
    record State(
            Preparation preparation,
            double[] coefficients,
            double intercept,
            double scale,
            double capHours,
            double coverage) {}

    private WeibullRul(State state) {
        this.state = state;
    }

    /** Fits on evenly spaced rows, at most 3,000; empty where hardly any failure was seen. */
    public static Optional<WeibullRul> fit(SparkSession spark, RulRows all) {
        if (all.known().length < FEWEST_ROWS) {
            return Optional.empty();
        }
        RulRows sample = all.select(all.spaced(MOST_ROWS));
        TrainingMatrix few = sample.matrix().withColumns(mostRelated(all));
        Preparation preparation = Preparation.fit(few);
        double[] event = IntStream.range(0, few.rows())
                .mapToDouble(row -> sample.lives().known(row) ? 1 : 0)
                .toArray();
        double[] lives = IntStream.range(0, few.rows())
                .mapToDouble(row -> Math.max(SHORTEST_HOURS, sample.lives().hours()[row]) / all.capHours())
                .toArray();
        AFTSurvivalRegression aft = new AFTSurvivalRegression();
        aft.setCensorCol(SparkRows.BESIDE);
        aft.setMaxIter(ITERATIONS);
        AFTSurvivalRegressionModel model = aft.fit(SparkRows.of(spark, preparation.standardised(few), lives, event));
        return Optional.of(new WeibullRul(new State(
                preparation,
                model.coefficients().toArray(),
                model.intercept(),
                model.scale(),
                all.capHours(),
                all.coverage())));
    }

    /** The columns most correlated with the capped life among known rows. */
    private static List<String> mostRelated(RulRows all) {
        RulRows known = all.select(all.known());
        double[] correlation = IntStream.range(0, known.matrix().width())
                .mapToDouble(column -> Math.abs(correlation(known, column)))
                .toArray();
        return IntStream.range(0, correlation.length)
                .boxed()
                .filter(column -> correlation[column] > 0)
                .sorted(Comparator.<Integer>comparingDouble(column -> -correlation[column])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(FEATURES)
                .sorted()
                .map(column -> known.matrix().columns().get(column))
                .toList();
    }

    /** Pearson's, over rows with a value; 0 where undefined. */
    private static double correlation(RulRows rows, int column) {
        double n = 0;
        double meanX = 0;
        double meanY = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row = 0; row < rows.matrix().rows(); row++) {
            double x = rows.matrix().value(row, column);
            if (Double.isNaN(x)) {
                continue;
            }
            double y = rows.capped(row);
            n++;
            double dx = x - meanX;
            double dy = y - meanY;
            meanX += dx / n;
            meanY += dy / n;
            xx += dx * (x - meanX);
            yy += dy * (y - meanY);
            xy += dx * (y - meanY);
        }
        boolean thin = n < rows.matrix().rows() / 2.0;
        double product = Math.sqrt(xx * yy);
        return thin || !(product > 1e-9 * n) ? 0 : xy / product;
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        double tail = (1 - state.coverage()) / 2;
        List<RulEstimate> estimates = new ArrayList<>();
        for (double life : scales(rows)) {
            estimates.add(RulEstimate.of(
                    life * weibull(tail), life * weibull(0.5), life * weibull(1 - tail), state.capHours()));
        }
        return estimates;
    }

    @Override
    public double[][] surviving(TrainingMatrix rows) {
        return Arrays.stream(scales(rows))
                .mapToObj(life -> SurvivalCurve.ends(
                        hours -> Math.exp(-Math.pow(hours / life, 1 / state.scale())), state.capHours()))
                .toArray(double[][]::new);
    }

    /** Of each row, the hours that 1 in e outlives. */
    private double[] scales(TrainingMatrix rows) {
        return Arrays.stream(state.preparation().standardised(rows))
                .mapToDouble(row -> {
                    double log = state.intercept();
                    for (int column = 0; column < row.length; column++) {
                        log += state.coefficients()[column] * row[column];
                    }
                    return state.capHours() * Math.exp(Math.min(50, log));
                })
                .toArray();
    }

    /** Quantile of the unit life. */
    private double weibull(double share) {
        return Math.pow(-Math.log1p(-share), state.scale());
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, Json.bytes(state));
    }

    public static WeibullRul read(Map<String, byte[]> files) {
        return new WeibullRul(Json.read(ModelFiles.file(files, FILE), State.class, FILE));
    }
}
