package io.millwright.features.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.FeatureSpec.Relation;
import io.millwright.lake.config.FeatureSpec.Relation.Kind;
import io.millwright.lake.config.Statistic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against numpy: forty hours of baseline of c, a and b, then an hour of something else. */
class RelationFeaturesTest {

    private static final long HOUR = 3_600_000;
    private static final int NORMAL_HOURS = 40;
    private static final List<String> SENSORS = List.of("c", "a", "b", "still", "off");

    // i = np.arange(40); a = 10 + np.sin(.7 * i) + .05 * i; b = 5 + np.cos(.3 * i); c = 2 * a - .5 * b + .3 *
    // np.sin(2.1 * i + 1)
    private static double a(int hour) {
        return hour >= NORMAL_HOURS ? 12.5 : 10 + Math.sin(0.7 * hour) + 0.05 * hour;
    }

    private static double b(int hour) {
        return hour >= NORMAL_HOURS ? 4.1 : 5 + Math.cos(0.3 * hour);
    }

    private static double c(int hour) {
        return hour >= NORMAL_HOURS ? 23.0 : 2 * a(hour) - 0.5 * b(hour) + 0.3 * Math.sin(2.1 * hour + 1);
    }

    private static List<KnownTile> tiles(IntToDoubleFunction value) {
        return IntStream.rangeClosed(0, NORMAL_HOURS)
                .mapToObj(hour -> new KnownTile(
                        new Tile(hour, Moments.of(hour * HOUR, value.applyAsDouble(hour)), Bins.EMPTY),
                        (hour + 1) * HOUR))
                .toList();
    }

    private static double[] row(Kind kind, String of, String... to) {
        return row(1, NORMAL_HOURS + 1, kind, of, to);
    }

    private static double[] row(int windowHours, int asOfHours, Kind kind, String of, String... to) {
        Map<String, List<KnownTile>> tiles = new HashMap<>();
        tiles.put("a", tiles(RelationFeaturesTest::a));
        tiles.put("b", tiles(RelationFeaturesTest::b));
        tiles.put("c", tiles(RelationFeaturesTest::c));
        tiles.put("still", tiles(hour -> 7));
        tiles.put("off", tiles(hour -> 0));
        TimeDomainPlan plan = new TimeDomainPlan(
                SENSORS,
                new double[] {1, 1, 1, 1, 1},
                new boolean[5],
                HOUR,
                new long[] {windowHours},
                List.of(Statistic.MEAN),
                new TimeDomainPlan.Baseline(NORMAL_HOURS, false),
                List.of(),
                HOUR,
                0,
                24 * HOUR);
        RelationPlan relations = new RelationPlan(
                List.of(new Relation("r", kind, List.of(of.split(" ")), List.of(to))),
                List.of(Duration.ofHours(windowHours)),
                List.of("w"),
                true);
        double[] row = new RelationFeatures(relations)
                .row(new MachineFeatures(plan, tiles, Map.of()).at(asOfHours * HOUR, Knowledge.AS_KNOWN));
        assertThat(row)
                .hasSize(relations.statistics(relations.relations().get(0)).size());
        return row;
    }

    @Test
    void ratio_difference_and_product_are_of_the_window_and_beside_the_same_of_the_baseline() {
        double meanC = IntStream.range(0, NORMAL_HOURS)
                .mapToDouble(RelationFeaturesTest::c)
                .average()
                .orElseThrow();
        double meanA = IntStream.range(0, NORMAL_HOURS)
                .mapToDouble(RelationFeaturesTest::a)
                .average()
                .orElseThrow();

        assertThat(row(Kind.RATIO, "c", "a"))
                .containsExactly(new double[] {23 / 12.5, 23 / 12.5 - meanC / meanA}, within(1e-12));
        assertThat(row(Kind.DIFFERENCE, "c", "a"))
                .containsExactly(new double[] {23 - 12.5, 23 - 12.5 - (meanC - meanA)}, within(1e-12));
        assertThat(row(Kind.PRODUCT, "c", "a"))
                .containsExactly(new double[] {23 * 12.5, 23 * 12.5 - meanC * meanA}, within(1e-9));
    }

    /** Torque times speed over voltage times current times power factor: what goes out over what goes in. */
    @Test
    void a_ratio_of_products_divides_the_products_of_the_means_and_is_nan_where_nothing_goes_in() {
        double[] row = row(Kind.RATIO, "c a", "b", "still");

        assertThat(row[0]).isCloseTo(23.0 * 12.5 / (4.1 * 7), within(1e-12));
        double[] meansOfNormal = normal("c", "a", "b");
        assertThat(row[0] - row[1])
                .as("over the baseline")
                .isCloseTo(meansOfNormal[0] * meansOfNormal[1] / (meansOfNormal[2] * 7), within(1e-12));
        assertThat(row(Kind.RATIO, "c a", "b", "off")[0]).isNaN();
    }

    /** A temperature above that of the room, over the load. */
    @Test
    void a_rise_is_the_difference_to_the_first_over_the_product_of_the_others() {
        double[] row = row(Kind.RISE, "c", "a", "b", "still");

        assertThat(row[0]).isCloseTo((23 - 12.5) / (4.1 * 7), within(1e-12));
        double[] meansOfNormal = normal("c", "a", "b");
        assertThat(row[0] - row[1])
                .as("over the baseline")
                .isCloseTo((meansOfNormal[0] - meansOfNormal[1]) / (meansOfNormal[2] * 7), within(1e-12));
        assertThat(row(Kind.RISE, "c", "a", "off")[0]).isNaN();
    }

    private static double[] normal(String... sensors) {
        Map<String, IntToDoubleFunction> of =
                Map.of("a", RelationFeaturesTest::a, "b", RelationFeaturesTest::b, "c", RelationFeaturesTest::c);
        return Arrays.stream(sensors)
                .mapToDouble(sensor -> IntStream.range(0, NORMAL_HOURS)
                        .mapToDouble(hour -> of.get(sensor).applyAsDouble(hour))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    @Test
    void correlation_agrees_with_numpy() {
        double[] row = row(NORMAL_HOURS, NORMAL_HOURS, Kind.CORRELATION, "c", "a");

        // np.corrcoef(c, a)[0, 1]; over the baseline itself there is no change
        assertThat(row).containsExactly(new double[] {0.9765750886733405, 0}, within(1e-9));
    }

    @Test
    void residual_agrees_with_numpy() {
        // R = np.corrcoef([c, a, b]); S = .9 * R + .1 * np.eye(3); w = np.linalg.solve(S[1:, 1:], R[0, 1:])
        // residual = c - mean(c) - sd(c) * (standardised a, b) @ w; sd of it over the baseline, n - 3
        assertThat(row(Kind.RESIDUAL, "c", "a", "b"))
                .containsExactly(
                        new double[] {0.0635680808279453, 0.0635680808279453 / 0.2216018607499781}, within(1e-9));
    }

    @Test
    void distance_agrees_with_numpy() {
        // z @ np.linalg.inv(S) @ z
        assertThat(row(Kind.DISTANCE, "c", "a", "b")[0]).isCloseTo(4.268768964482919, within(1e-9));
    }

    @Test
    void what_cannot_be_computed_is_nan() {
        assertThat(row(Kind.RESIDUAL, "c", "still")).containsOnly(Double.NaN);
        assertThat(row(Kind.DISTANCE, "still", "a")).containsOnly(Double.NaN);
        assertThat(row(Kind.CORRELATION, "c", "a")[0]).as("of one tile").isNaN();
        assertThat(row(6, NORMAL_HOURS, Kind.CORRELATION, "still", "a")).containsOnly(Double.NaN);
        assertThat(row(1, 5, Kind.RESIDUAL, "c", "a", "b"))
                .as("five hours of baseline")
                .containsOnly(Double.NaN);
    }

    @Test
    void sensors_that_move_as_one_do_not_blow_up_the_weights() {
        double[][] rows = IntStream.range(0, NORMAL_HOURS)
                .mapToObj(hour -> new double[] {c(hour), a(hour), 3 * a(hour) + 1})
                .toArray(double[][]::new);

        Line line = Line.fit(rows);

        assertThat(line).isNotNull();
        assertThat(Arrays.stream(line.weight()).map(Math::abs).max().orElseThrow())
                .isLessThan(1);
        assertThat(line.sd()).isLessThan(1);
    }
}
