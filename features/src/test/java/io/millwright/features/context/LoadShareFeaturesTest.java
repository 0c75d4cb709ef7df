package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.context.MachineLog.Load;
import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.RatedRange;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a machine bore against its rated and its planned load; a torque a tile of an hour, its number. */
class LoadShareFeaturesTest {

    private static final long H = 3_600_000;
    private static final int HOURS = 48;

    private static ContextPlan plan(boolean rated, boolean planned) {
        return new ContextPlan(
                List.of(),
                List.of(),
                new long[] {6 * H, 24 * H},
                List.of("6h", "24h"),
                new long[0],
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                planned,
                false,
                false,
                List.of(),
                null,
                new ContextPlan.LoadShare("torque", rated, planned, new long[] {6 * H}, List.of("6h")),
                List.of());
    }

    /** Of hours 0 to 47 of which hour 20 arrived at 30. */
    private static double[] row(ContextPlan plan, List<Load> loads, @Nullable RatedRange rated, int asOfHour) {
        List<KnownTile> tiles = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            Tile tile = new Tile(hour, Moments.of(hour * H, hour), Bins.EMPTY);
            tiles.add(new KnownTile(tile, hour == 20 ? 30 * H : (hour + 1) * H));
        }
        TimeDomainPlan ofTime = new TimeDomainPlan(
                List.of("torque"),
                new double[] {1},
                new boolean[] {false},
                H,
                new long[] {6, 24},
                List.of(Statistic.MEAN),
                null,
                List.of(),
                H,
                0,
                48 * H);
        MachineLog empty = MachineLog.empty();
        MachineLog log = new MachineLog(
                empty.facts(),
                empty.events(),
                empty.orders(),
                loads,
                empty.parts(),
                empty.stays(),
                empty.standings(),
                empty.conditions());
        MachineFeatures machine = new MachineFeatures(ofTime, Map.of("torque", tiles), Map.of());
        return new LoadShareFeatures(plan, log, rated).row(machine.at(asOfHour * H, Knowledge.AS_KNOWN));
    }

    @Test
    void the_mean_is_held_against_the_rated_value_and_the_plan_known_by_then() {
        List<Load> loads = List.of(Load.of(0, 40 * H, 0, 0.5, true), Load.of(12 * H, 18 * H, 19 * H, 0.25, true));
        RatedRange rated = new RatedRange(0, 50);

        assertThat(row(plan(true, true), loads, rated, 18)).containsExactly(14.5 / 50, 14.5 / 50 / 0.5);
        assertThat(row(plan(true, true), loads, rated, 19)[1])
                .isEqualTo(15.5 / 50 / ((5 * 0.25 * H + 0.5 * H) / (6.0 * H)));
        assertThat(row(plan(true, true), loads, rated, 24)[0])
                .as("hour 20 has not arrived")
                .isEqualTo((18.0 + 19 + 21 + 22 + 23) / 5 / 50);
    }

    @Test
    void nothing_is_said_without_a_reading_a_rated_value_or_a_planned_load() {
        List<Load> still = List.of(Load.of(0, 40 * H, 0, 0, true));
        RatedRange rated = new RatedRange(0, 50);

        assertThat(row(plan(true, true), List.of(), rated, 18)).containsExactly(14.5 / 50, Double.NaN);
        assertThat(row(plan(true, true), still, rated, 18)).containsExactly(14.5 / 50, Double.NaN);
        assertThat(row(plan(true, true), still, null, 18)).containsExactly(Double.NaN, Double.NaN);
        assertThat(row(plan(true, false), List.of(), rated, 60)).containsExactly(Double.NaN);
    }

    @Test
    void where_no_machine_is_rated_readings_are_shares_themselves() {
        List<Load> loads = List.of(Load.of(0, 40 * H, 0, 0.5, true));

        assertThat(row(plan(false, true), loads, null, 18)).containsExactly(29);
        assertThat(row(plan(false, false), loads, null, 18)).isEmpty();
    }

    @Test
    void the_catalogue_has_a_column_for_each_number() {
        assertThat(new ContextCatalogue(plan(true, true)).features())
                .extracting(feature -> feature.name() + " [" + feature.unit() + "]")
                .endsWith("context__load_share_6h [share of rated load]", "context__load_over_plan_6h []");
        assertThat(new ContextCatalogue(plan(false, true)).features())
                .extracting(feature -> feature.name())
                .endsWith("context__load_over_plan_6h")
                .doesNotContain("context__load_share_6h");
    }
}
