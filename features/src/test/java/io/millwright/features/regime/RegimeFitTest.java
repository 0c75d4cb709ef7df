package io.millwright.features.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegimeFitTest {

    private static final long TILE = 1000;

    private static List<double[]> twoPlaces(long seed) {
        Random random = new Random(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double far = i % 4 == 0 ? 40 : 0;
            points.add(new double[] {far + 0.01 * random.nextGaussian(), far / 50 + 0.001 * random.nextGaussian()});
        }
        return points;
    }

    @Test
    void clusters_are_found_and_ordered_whatever_the_seed() {
        for (long seed = 1; seed < 5; seed++) {
            RegimeModel model = RegimeFit.places(List.of("x", "y"), 2, twoPlaces(3), seed);

            assertThat(model.regimes()).isEqualTo(2);
            assertThat(model.regime(new double[] {0.1, 0})).isZero();
            assertThat(model.regime(new double[] {39, 0.8})).isEqualTo(1);
        }
    }

    @Test
    void readings_become_standard_deviations_of_their_regime_and_constant_sensors_zero() {
        RegimeModel places = RegimeFit.places(List.of("x", "y"), 2, twoPlaces(3), 1);
        RegimeModel model = RegimeFit.withSpreads(
                places,
                List.of("t", "flat"),
                List.of(
                        new RegimeFit.Spread("t", 0, 11, 100, 40),
                        new RegimeFit.Spread("t", 1, 11, 500, 90),
                        new RegimeFit.Spread("flat", 0, 10, 518.67, 1e-20)));

        assertThat(model.normalised("t", 0, 104)).isCloseTo(2, within(1e-12));
        assertThat(model.normalised("t", 1, 494)).isCloseTo(-2, within(1e-12));
        assertThat(model.normalised("flat", 0, 518.67)).isZero();
        assertThat(model.normalised("flat", 0, 518.69)).isZero();
    }

    @Test
    void spreads_merged_from_chunks_equal_those_of_all_readings() {
        RegimeModel places = RegimeFit.places(List.of("x"), 1, List.of(), 1);
        MachineRegimes regimes = new MachineRegimes(places, new Settings(List.of(List.of()), 1), TILE);
        int[] offsets = {0, 1, 2, 3, 4, 5};
        double[] values = {1e6 + 1, 1e6 + 5, Double.NaN, 1e6 + 3, 1e6 + 9, 1e6 + 2};

        List<RegimeFit.Spread> spreads = new ArrayList<>();
        spreads.addAll(RegimeFit.spreads(regimes, "t", 0, offsets, values, Long.MIN_VALUE, 5));
        spreads.addAll(RegimeFit.spreads(regimes, "t", 100, offsets, values, Long.MIN_VALUE, 102));
        RegimeModel model = RegimeFit.withSpreads(places, List.of("t"), spreads);

        assertThat(model.count().get("t")[0]).isEqualTo(6);
        assertThat(model.mean().get("t")[0]).isCloseTo(1e6 + 4, within(1e-9));
        assertThat(model.sd().get("t")[0]).isCloseTo(Math.sqrt((9 + 1 + 1 + 25 + 9 + 1) / 5.0), within(1e-9));
    }

    @Test
    void a_setting_counts_until_it_is_too_old_and_only_once_it_is_known() {
        Settings settings = new Settings(
                List.of(List.of(
                        new Settings.Readings(new long[] {100, 2000}, new double[] {1, 2}, false, 0),
                        new Settings.Readings(new long[] {1500}, new double[] {9}, true, 5000))),
                1800);

        assertThat(settings.at(50, 1000)).containsExactly(Double.NaN);
        assertThat(settings.at(100, 1000)).containsExactly(1);
        assertThat(settings.at(1800, 2000)).containsExactly(1);
        assertThat(settings.at(1800, 5000)).containsExactly(9);
        assertThat(settings.at(3000, 4000)).containsExactly(2);
        assertThat(settings.at(3801, 4000)).containsExactly(Double.NaN);
    }
}
