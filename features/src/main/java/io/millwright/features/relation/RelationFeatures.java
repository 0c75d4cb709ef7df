package io.millwright.features.relation;

import io.millwright.features.tile.Moments;
import io.millwright.features.window.KnownSensors;
import io.millwright.lake.config.FeatureSpec.Relation;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The relations of a machine at one moment; NaN where one cannot be computed. */
public final class RelationFeatures {

    /** A correlation of fewer tiles says little. */
    static final int FEWEST_TILES = 6;

    private final RelationPlan plan;

    public RelationFeatures(RelationPlan plan) {
        this.plan = plan;
    }

    /** The row, in the order of the plan. */
    public double[] row(KnownSensors sensors) {
        return plan.relations().stream()
                .flatMapToDouble(relation -> of(relation, sensors))
                .toArray();
    }

    private DoubleStream of(Relation relation, KnownSensors sensors) {
        return switch (relation.kind()) {
            case RATIO ->
                ofMeans(relation, sensors, mean -> ratio(mean, relation.of().size()));
            case DIFFERENCE -> ofMeans(relation, sensors, mean -> mean[0] - mean[1]);
            case RISE -> ofMeans(relation, sensors, RelationFeatures::rise);
            case PRODUCT -> ofMeans(relation, sensors, mean -> mean[0] * mean[1]);
            case CORRELATION -> correlations(relation, sensors);
            case RESIDUAL -> residuals(relation, sensors);
            case DISTANCE -> distances(relation, sensors);
        };
    }

    /** A number of the sensors' means: over the window, and how far that is from the same over the baseline. */
    private DoubleStream ofMeans(Relation relation, KnownSensors sensors, ToDoubleFunction<double[]> number) {
        double normal = number.applyAsDouble(means(relation, sensors::baseline));
        return plan.windows().stream().flatMapToDouble(window -> {
            double value = number.applyAsDouble(windowMeans(relation, sensors, window));
            return withDelta(value, normal);
        });
    }

    private DoubleStream withDelta(double value, double normal) {
        return plan.baseline() ? DoubleStream.of(value, value - normal) : DoubleStream.of(value);
    }

    /** @param above how many of the means are multiplied above the line; the others are below it */
    private static double ratio(double[] mean, int above) {
        double under = product(mean, above, mean.length);
        return under == 0 ? Double.NaN : product(mean, 0, above) / under;
    }

    private static double rise(double[] mean) {
        double under = product(mean, 2, mean.length);
        return under == 0 ? Double.NaN : (mean[0] - mean[1]) / under;
    }

    private static double product(double[] mean, int from, int to) {
        double product = mean[from];
        for (int i = from + 1; i < to; i++) {
            product *= mean[i];
        }
        return product;
    }

    private DoubleStream correlations(Relation relation, KnownSensors sensors) {
        double normal = correlation(rows(relation, sensors::baselineTiles));
        return plan.windows().stream()
                .flatMapToDouble(window ->
                        withDelta(correlation(rows(relation, sensor -> sensors.tiles(sensor, window))), normal));
    }

    /** Pearson's, of tiles that both sensors have. */
    private static double correlation(double[][] rows) {
        if (rows.length < FEWEST_TILES) {
            return Double.NaN;
        }
        double[] centre = Normal.means(rows);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (double[] row : rows) {
            double x = row[0] - centre[0];
            double y = row[1] - centre[1];
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }

    private DoubleStream residuals(Relation relation, KnownSensors sensors) {
        @Nullable Line line = Line.fit(rows(relation, sensors::baselineTiles));
        return plan.windows().stream().flatMapToDouble(window -> {
            double residual = line == null ? Double.NaN : line.residual(windowMeans(relation, sensors, window));
            double sd = line == null ? 0 : line.sd();
            return DoubleStream.of(residual, sd > 0 ? residual / sd : Double.NaN);
        });
    }

    private DoubleStream distances(Relation relation, KnownSensors sensors) {
        @Nullable Normal normal = Normal.fit(rows(relation, sensors::baselineTiles));
        return plan.windows().stream()
                .mapToDouble(window ->
                        normal == null ? Double.NaN : normal.distance(windowMeans(relation, sensors, window)));
    }

    private static double[] windowMeans(Relation relation, KnownSensors sensors, Duration window) {
        return means(relation, sensor -> sensors.over(sensor, window, Duration.ZERO));
    }

    private static double[] means(Relation relation, Function<String, Moments> of) {
        return relation.sensors().stream()
                .map(of)
                .mapToDouble(moments -> moments.isEmpty() ? Double.NaN : moments.mean())
                .toArray();
    }

    /** The means of tiles in which every sensor has a reading: one row a tile, one column a sensor. */
    private static double[][] rows(Relation relation, Function<String, Moments[]> of) {
        Moments[][] bySensor = relation.sensors().stream().map(of).toArray(Moments[][]::new);
        double[][] rows = new double[bySensor[0].length][];
        int count = 0;
        for (int tile = 0; tile < bySensor[0].length; tile++) {
            int at = tile;
            if (Arrays.stream(bySensor).noneMatch(tiles -> tiles[at].isEmpty())) {
                rows[count++] = Arrays.stream(bySensor)
                        .mapToDouble(tiles -> tiles[at].mean())
                        .toArray();
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
