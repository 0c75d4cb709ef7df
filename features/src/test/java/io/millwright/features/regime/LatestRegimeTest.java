package io.millwright.features.regime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two regimes, at a load of 0 and of 10; a reading an hour. */
class LatestRegimeTest {

    private static final long HOUR = 3_600_000;
    private static final RegimeModel MODEL = new RegimeModel(
            List.of("load"), new double[] {1}, new double[][] {{0}, {10}}, Map.of(), Map.of(), Map.of());

    private final List<KnownTile> tiles = new ArrayList<>();

    private void reading(int hour, double load, int knownHour) {
        tiles.add(new KnownTile(new Tile(hour, Moments.of(hour * HOUR, load), Bins.EMPTY), knownHour * HOUR));
    }

    private double at(int hour) {
        TimeDomainPlan plan = new TimeDomainPlan(
                List.of("load"),
                new double[] {1},
                new boolean[1],
                HOUR,
                new long[] {3},
                List.of(Statistic.MEAN),
                null,
                List.of(),
                HOUR,
                0,
                24 * HOUR);
        MachineFeatures machine = new MachineFeatures(plan, Map.of("load", tiles), Map.of());
        return new LatestRegime(MODEL, Duration.ofHours(3)).at(machine.at(hour * HOUR, Knowledge.AS_KNOWN));
    }

    @Test
    void the_last_known_reading_decides_and_no_later_one() {
        reading(0, 1, 1);
        reading(1, 9, 2);
        reading(2, 0, 6);
        reading(4, 9, 5);
        reading(5, 2, 6);

        assertThat(at(1)).isEqualTo(0);
        assertThat(at(2)).isEqualTo(1);
        assertThat(at(3)).as("the third reading has not arrived").isEqualTo(1);
        assertThat(at(5)).isEqualTo(1);
        assertThat(at(6)).isEqualTo(0);
    }

    @Test
    void a_machine_without_a_reading_in_the_window_is_in_no_known_regime() {
        reading(0, 9, 1);

        assertThat(at(3)).isEqualTo(1);
        assertThat(at(4)).isNaN();
    }
}
