package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.FeatureSpec.Duty;
import io.millwright.lake.config.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Duty from tiles of an hour, against every reading of the window; six readings an hour. */
class DutyFeaturesTest {

    private static final long H = 3_600_000;
    private static final int SIX = 6;
    private static final double LEVEL = 0.5;
    private static final ContextPlan PLAN = new ContextPlan(
            List.of(),
            List.of(),
            new long[] {6 * H, 48 * H},
            List.of("6h", "48h"),
            new long[0],
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            false,
            false,
            false,
            false,
            List.of(new Duty("running", "speed", LEVEL)),
            null,
            null,
            List.of());

    /** Six readings an hour from hour 0 on; NaN is none. */
    private static double[] row(double[] readings, int asOfHour, long knownMs) {
        List<KnownTile> tiles = new ArrayList<>();
        for (int i = 0; i < readings.length; i++) {
            if (!Double.isNaN(readings[i])) {
                long time = i * H / SIX;
                boolean late = i % 7 == 3;
                tiles.add(new KnownTile(
                        new Tile(time / H, Moments.of(time, readings[i]), Bins.EMPTY),
                        late ? knownMs : (time / H + 1) * H));
            }
        }
        TimeDomainPlan plan = new TimeDomainPlan(
                List.of("speed"),
                new double[] {1.0 / SIX},
                new boolean[] {false},
                H,
                new long[] {6, 48},
                List.of(Statistic.MEAN),
                null,
                List.of(),
                H,
                0,
                48 * H);
        return new DutyFeatures(PLAN, H)
                .row(new MachineFeatures(plan, Map.of("speed", tiles), Map.of()).at(asOfHour * H, Knowledge.AS_KNOWN));
    }

    /** Off and on for some readings in turn, with gaps. */
    private static double[] onAndOff(Random random, int hours, int shortest) {
        double[] readings = new double[hours * SIX];
        boolean on = false;
        int left = 0;
        for (int i = 0; i < readings.length; i++) {
            if (left-- == 0) {
                on = !on;
                left = shortest + random.nextInt(4 * shortest);
            }
            readings[i] = (i / 50) % 6 == 4 ? Double.NaN : on ? 2 : 0;
        }
        return readings;
    }

    private static int naiveStarts(double[] readings, int fromHour, int toHour) {
        int starts = 0;
        double before = Double.NaN;
        for (int i = Math.max(0, fromHour) * SIX; i < toHour * SIX; i++) {
            if (!Double.isNaN(readings[i])) {
                starts += before < LEVEL && readings[i] >= LEVEL ? 1 : 0;
                before = readings[i];
            }
        }
        return starts;
    }

    /** Every tile with readings counts with the share of them that is at load. */
    private static double naiveHours(double[] readings, int fromHour, int toHour) {
        double hours = 0;
        for (int hour = Math.max(0, fromHour); hour < toHour; hour++) {
            int known = 0;
            int atLoad = 0;
            for (int i = hour * SIX; i < (hour + 1) * SIX; i++) {
                known += Double.isNaN(readings[i]) ? 0 : 1;
                atLoad += readings[i] >= LEVEL ? 1 : 0;
            }
            hours += known == 0 ? 0 : (double) atLoad / known;
        }
        return hours;
    }

    @Test
    void a_machine_that_stays_on_or_off_for_an_hour_is_counted_to_the_reading() {
        for (int seed = 0; seed < 40; seed++) {
            double[] readings = onAndOff(new Random(seed), 60, SIX);
            for (int asOf = 1; asOf <= 60; asOf += 7) {
                double[] row = row(readings, asOf, 0);

                for (int window = 0; window < 2; window++) {
                    int from = asOf - (window == 0 ? 6 : 48);
                    if (Double.isNaN(row[2 * window])) {
                        assertThat(naiveHours(readings, from, asOf)).isZero();
                    } else {
                        assertThat(row[2 * window]).isEqualTo(naiveStarts(readings, from, asOf));
                        assertThat(row[2 * window + 1]).isCloseTo(naiveHours(readings, from, asOf), within(1e-9));
                    }
                }
            }
        }
    }

    @Test
    void starts_that_follow_each_other_fast_are_never_counted_too_often() {
        int fewer = 0;
        for (int seed = 0; seed < 40; seed++) {
            double[] readings = onAndOff(new Random(seed), 60, 1);
            int all = naiveStarts(readings, 12, 60);

            assertThat(row(readings, 60, 0)[2]).isBetween(all / 2.0, (double) all);
            fewer += row(readings, 60, 0)[2] < all ? 1 : 0;
        }
        assertThat(fewer).as("some of them share a tile").isPositive();
    }

    @Test
    void what_comes_after_the_moment_or_is_not_known_by_it_changes_nothing() {
        double[] readings = onAndOff(new Random(5), 60, 2);
        double[] withoutLate = readings.clone();
        double[] garbled = readings.clone();
        for (int i = 0; i < readings.length; i++) {
            withoutLate[i] = i % 7 == 3 ? Double.NaN : readings[i];
            garbled[i] = i >= 30 * SIX || i % 7 == 3 ? 9 - readings[i] : readings[i];
        }

        assertThat(row(garbled, 30, 31 * H)).isEqualTo(row(withoutLate, 30, 0)).isNotEqualTo(row(readings, 30, 0));
    }

    @Test
    void a_window_without_readings_says_nothing_and_one_all_at_load_has_no_start() {
        double[] none = new double[60 * SIX];
        java.util.Arrays.fill(none, Double.NaN);
        double[] always = new double[60 * SIX];
        java.util.Arrays.fill(always, LEVEL);

        assertThat(row(none, 60, 0)).containsOnly(Double.NaN);
        assertThat(row(always, 60, 0)).containsExactly(0, 6, 0, 48);
        assertThat(row(new double[60 * SIX], 60, 0)).containsOnly(0);
    }

    @Test
    void the_catalogue_has_what_the_rows_have() {
        List<FeatureDefinition> features = new ContextCatalogue(PLAN).features();

        assertThat(features.subList(1, features.size()))
                .extracting(FeatureDefinition::name)
                .containsExactly(
                        "context__running_starts_6h",
                        "context__running_hours_6h",
                        "context__running_starts_48h",
                        "context__running_hours_48h");
        assertThat(features.get(2).unit()).isEqualTo("h");
        assertThat(features.get(2).inputs()).contains("speed");
    }
}
