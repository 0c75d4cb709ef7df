package io.millwright.training.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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

    /** Machines 0 to 5 are together, where all but machine 3 are hot; the other four are as usual. */
    @Test
    void peers_are_of_ones_site_and_regime_and_where_these_are_few_of_ones_type() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (day == FAULT && machine < 6 && machine != 3) {
                values[0] += 40;
            }
            return values;
        });
        Map<String, String> sites = new TreeMap<>();
        Map<String, Map<Long, Integer>> regimes = new TreeMap<>();
        for (int machine = 0; machine < Rows.MACHINES; machine++) {
            sites.put("m" + machine, machine < 6 ? "south" : "north");
            regimes.put("m" + machine, Map.of(FAULT * 86_400_000L, machine < 6 ? 1 : 0));
        }
        int cold = Rows.at(rows, "m3", FAULT);
        int elsewhere = Rows.at(rows, "m7", FAULT);

        double[] ofType = scores("fleet_z", rows);
        double[] atSite = scores("fleet_z", with(rows, sites, Map.of()));
        double[] inRegime = scores("fleet_z", with(rows, Map.of(), regimes));

        assertThat(atSite[cold]).isGreaterThan(3 * ofType[cold]);
        assertThat(inRegime[cold]).isEqualTo(atSite[cold]);
        assertThat(atSite[elsewhere]).as("four at its site").isEqualTo(ofType[elsewhere]);
        assertThat(inRegime[elsewhere]).isEqualTo(ofType[elsewhere]);
    }

    /** On odd days machine 3 runs 100 hotter by its setting, on an even day it does so without. */
    @Test
    void what_is_normal_in_one_regime_is_strange_in_another() {
        Indicators rows = Rows.of(DAYS, (machine, day, values) -> {
            if (machine == 3 && (day % 2 == 1 || day == FAULT)) {
                values[0] += 100;
            }
            return values;
        });
        Map<Long, Integer> byDay = new TreeMap<>();
        for (int day = 0; day < DAYS; day++) {
            byDay.put(day * 86_400_000L, day % 2);
        }
        Map<String, Map<Long, Integer>> regimes = Map.of("m3", byDay);
        int hot = Rows.at(rows, "m3", FAULT);
        int set = Rows.at(rows, "m3", FAULT + 1);

        double[] known = scores("robust_z", with(rows, Map.of(), regimes));
        double[] unknown = scores("robust_z", rows);

        assertThat(known[hot]).isEqualTo(Deviations.LIMIT);
        assertThat(known[set]).isLessThan(4);
        assertThat(unknown[hot]).isLessThan(4);
        assertThat(scores("iqr", with(rows, Map.of(), regimes))[hot]).isGreaterThan(scores("iqr", rows)[hot]);
    }

    @Test
    void a_machine_new_to_a_regime_is_held_against_its_type_there_and_a_regime_new_to_its_type_against_all_it_did() {
        Indicators rows = Rows.quiet(DAYS);
        Map<String, Map<Long, Integer>> regimes = new TreeMap<>();
        for (int machine = 0; machine < 5; machine++) {
            regimes.put("m" + machine, Map.of(0L, 1, 86_400_000L, 1, 2 * 86_400_000L, 1, 3 * 86_400_000L, 1));
        }
        regimes.put("m9", Map.of(0L, 2));
        Normals normals = Normals.of(with(rows, Map.of(), regimes));
        Normals without = Normals.of(rows);
        int[] inOne = Rows.days(rows, 0, 4);
        double[] theirs = Arrays.stream(inOne)
                .filter(row -> rows.matrix().machine(row).compareTo("m5") < 0)
                .mapToDouble(row -> rows.matrix().value(row, 0))
                .toArray();

        assertThat(normals.of("m0", "pump", 1, 0)).as("four rows of its own").isEqualTo(Normal.of(theirs));
        assertThat(normals.of("m9", "pump", 2, 0)).isEqualTo(without.of("m9", "pump", 2, 0));
        assertThat(normals.of("m9", "pump", Indicators.NO_REGIME, 0)).isEqualTo(without.of("m9", "pump", 0, 0));
    }

    private static Indicators with(
            Indicators rows, Map<String, String> sites, Map<String, Map<Long, Integer>> regimes) {
        return new Indicators(rows.matrix(), rows.sensors(), rows.types(), sites, regimes);
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
