package io.millwright.training.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorsTest {

    private static final int DAYS = 60;
    private static final int FAULT = 50;
    /** They cut or measure along one indicator at a time, or, T-squared, inside the usual directions. */
    private static final Set<String> BLIND_TO_WHAT_MOVES_TOGETHER =
            Set.of("robust_z", "iqr", "fleet_z", "pca_t2", "isolation_forest");
    /** Its components hold a sensor that moves by itself, so that nothing of it is left over. */
    private static final String BLIND_TO_ONE_SENSOR = "pca_spe";

    static List<String> names() {
        return TargetSpec.Anomaly.DETECTORS;
    }

    private static double[] scores(String name, Indicators rows) {
        Indicators normal = rows.select(Rows.days(rows, 0, 40));
        Normals normals = Normals.of(normal);
        Detector detector = Detectors.named(List.of(name), TestSpark.session()).get(0);
        assertThat(detector.name()).isEqualTo(name);
        return detector.fit(Deviations.of(normal, normals), 1).scores(Deviations.of(rows, normals));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_machine_that_shakes_three_times_as_much_is_among_the_strangest_rows(String name) {
        if (name.equals(BLIND_TO_ONE_SENSOR)) {
            return;
        }
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 3 && day == FAULT) {
                values[2] *= 3;
            }
            return values;
        });

        double[] scores = scores(name, rows);

        assertThat(shareStranger(scores, Rows.at(rows, "m3", FAULT))).isLessThan(0.03);
    }

    @ParameterizedTest
    @MethodSource("names")
    void heat_that_leaves_the_load_is_strange_to_those_who_look_at_both(String name) {
        if (BLIND_TO_WHAT_MOVES_TOGETHER.contains(name)) {
            return;
        }
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 3 && day == FAULT) {
                values[1] = 63;
                values[0] = 20 + machine + 0.5f * 37;
            }
            return values;
        });

        double[] scores = scores(name, rows);

        assertThat(shareStranger(scores, Rows.at(rows, "m3", FAULT))).isLessThan(0.02);
    }

    @ParameterizedTest
    @MethodSource("names")
    void some_rows_score_among_the_others_what_they_score_with_all(String name) {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> values);
        Normals normals = Normals.of(rows);
        Deviations all = Deviations.of(rows, normals);
        Detector.Fitted detector =
                Detectors.named(List.of(name), TestSpark.session()).get(0).fit(all, 1);
        int[] wanted = {7, 100, 101};

        double[] scores = detector.scores(all);

        assertThat(detector.scores(all, wanted)).containsExactly(scores[7], scores[100], scores[101]);
    }

    private static double shareStranger(double[] scores, int row) {
        return Arrays.stream(scores).filter(score -> score > scores[row]).count() / (double) scores.length;
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_same_rows_and_seed_give_the_same_scores(String name) {
        Indicators rows = Rows.quiet(DAYS);

        assertThat(scores(name, rows)).containsExactly(scores(name, rows));
    }

    @Test
    void a_heat_wave_is_no_anomaly_beside_ones_peers() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (day == FAULT) {
                values[0] += 20;
            }
            return values;
        });
        int hot = Rows.at(rows, "m3", FAULT);

        double[] alone = scores("robust_z", rows);
        double[] amongPeers = scores("fleet_z", rows);

        assertThat(alone[hot]).isGreaterThan(3);
        assertThat(amongPeers[hot]).isLessThan(alone[hot] / 2);
    }

    @Test
    void with_few_peers_nobody_can_compare() {
        Indicators rows = Rows.quiet(DAYS);
        Indicators few =
                rows.select(java.util.stream.IntStream.range(0, rows.matrix().rows())
                        .filter(row -> rows.matrix().machine(row).compareTo("m4") < 0)
                        .toArray());

        assertThat(scores("fleet_z", few)).containsOnly(Double.NaN);
    }

    @Test
    void the_two_distances_of_principal_components_add_up_to_the_whole() {
        double[][] rows = new double[300][];
        Random random = new Random(2);
        for (int i = 0; i < rows.length; i++) {
            double common = random.nextGaussian();
            rows[i] = new double[] {common, common + 0.1 * random.nextGaussian(), random.nextGaussian()};
        }
        double[] spe = new PrincipalComponents(PrincipalComponents.Distance.SPE)
                .fit(rows, 0)
                .scores(rows);
        double[] t2 = new PrincipalComponents(PrincipalComponents.Distance.T2)
                .fit(rows, 0)
                .scores(rows);

        // Two components hold over 90 % of the variance; of three T-squared they keep two, whose mean over the rows
        // they were fitted on
        // is their number times (n - 1) / n.
        assertThat(Arrays.stream(t2).average().orElseThrow())
                .isCloseTo(2.0 * 299 / 300, org.assertj.core.data.Offset.offset(1e-9));
        // What is left over is the third, smallest component: the difference of the two that move together, halved.
        for (int i = 0; i < 20; i++) {
            double apart = (rows[i][0] - rows[i][1]) / Math.sqrt(2);
            assertThat(Math.sqrt(spe[i])).isCloseTo(Math.abs(apart), org.assertj.core.data.Offset.offset(0.05));
        }
    }

    @Test
    void the_gradient_of_the_autoencoder_is_that_of_finite_differences() {
        Random random = new Random(4);
        Autoencoder.Network network = new Autoencoder.Network(5, 2, random);
        double[][] rows = new double[3][5];
        for (double[] row : rows) {
            Arrays.setAll(row, any -> random.nextGaussian());
        }
        double[] gradient = network.gradient(rows);

        for (int i = 0; i < gradient.length; i++) {
            double kept = network.weights()[i];
            network.weights()[i] = kept + 1e-5;
            double above = meanError(network, rows);
            network.weights()[i] = kept - 1e-5;
            double below = meanError(network, rows);
            network.weights()[i] = kept;
            assertThat(gradient[i]).isCloseTo((above - below) / 2e-5, org.assertj.core.data.Offset.offset(1e-7));
        }
    }

    private static double meanError(Autoencoder.Network network, double[][] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> network.error(row, row))
                .average()
                .orElseThrow();
    }
}
