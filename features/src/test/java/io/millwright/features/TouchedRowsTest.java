package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.Slices.Slice;
import io.millwright.features.TouchedTiles.Stretch;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.config.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows a change of tiles concerns, against computing all rows before and after it. */
class TouchedRowsTest {

    private static final long HOUR = 3_600_000;
    private static final long END = 220 * HOUR;

    private static TimeDomainPlan plan(TimeDomainPlan.@Nullable Baseline baseline) {
        return new TimeDomainPlan(
                List.of("a"),
                new double[] {0.5},
                new boolean[] {false},
                HOUR,
                new long[] {3, 12},
                List.of(Statistic.values()),
                baseline,
                List.of(new TimeDomainPlan.Change(3, 6)),
                2 * HOUR,
                0,
                12 * HOUR);
    }

    @ParameterizedTest
    @CsvSource({"1, 20, true", "2, 20, true", "4, 6, false", "5, 20, false"})
    void every_row_that_is_another_lies_in_the_slices_and_every_slice_has_its_reason(
            long seed, int baseline, boolean trailing) {
        TimeDomainPlan plan = plan(new TimeDomainPlan.Baseline(baseline, trailing));
        Random random = new Random(seed);
        for (int trial = 0; trial < 12; trial++) {
            TreeMap<Long, KnownTile> before = tiles(random);
            TreeMap<Long, KnownTile> after = changed(before, random);
            TreeSet<Long> touched = new TreeSet<>();
            before.forEach((index, tile) -> touched.addAll(tile.equals(after.get(index)) ? List.of() : List.of(index)));
            after.forEach((index, tile) -> touched.addAll(tile.equals(before.get(index)) ? List.of() : List.of(index)));
            long endBefore = END - (trial % 3 == 0 ? 10 * HOUR : 0);

            List<Slice> slices = new TouchedRows(plan, endBefore, END)
                    .of(
                            touched.stream()
                                    .map(index -> new Stretch(index * HOUR, (index + 1) * HOUR))
                                    .toList(),
                            before.firstKey() * HOUR,
                            after.firstKey() * HOUR);

            Map<Long, String> old = rows(plan, before, endBefore);
            Map<Long, String> now = rows(plan, after, END);
            for (long asOf = 0; asOf <= END; asOf += plan.asOfEveryMs()) {
                boolean differs = !java.util.Objects.equals(old.get(asOf), now.get(asOf));
                assertThat(!differs || isIn(slices, asOf))
                        .as("row %d of %s", asOf / HOUR, touched)
                        .isTrue();
                assertThat(!isIn(slices, asOf) || hasReason(plan, touched, before, after, endBefore, asOf))
                        .as("slice at %d of %s", asOf / HOUR, touched)
                        .isTrue();
            }
        }
    }

    private static boolean isIn(List<Slice> slices, long asOf) {
        return slices.stream().anyMatch(slice -> slice.afterMs() < asOf && asOf <= slice.toMs());
    }

    private static boolean hasReason(
            TimeDomainPlan plan,
            TreeSet<Long> touched,
            TreeMap<Long, KnownTile> before,
            TreeMap<Long, KnownTile> after,
            long endBefore,
            long asOf) {
        long reach = plan.reachMs() / HOUR;
        long end = asOf / HOUR;
        boolean looksAt = touched.stream().anyMatch(tile -> tile < end && tile >= end - reach);
        boolean startMoved = !before.firstKey().equals(after.firstKey())
                && end > Math.min(before.firstKey(), after.firstKey())
                && end - reach <= Math.max(before.firstKey(), after.firstKey());
        TimeDomainPlan.Baseline normal = plan.baseline();
        boolean normalMoved = normal != null
                && !normal.trailing()
                && touched.stream()
                        .anyMatch(tile -> tile < end
                                && (isIn(tile, before.firstKey(), normal) || isIn(tile, after.firstKey(), normal)));
        return looksAt || startMoved || normalMoved || asOf > endBefore;
    }

    private static boolean isIn(long tile, long first, TimeDomainPlan.Baseline normal) {
        return tile >= first && tile < first + normal.length();
    }

    private static Map<Long, String> rows(TimeDomainPlan plan, TreeMap<Long, KnownTile> tiles, long until) {
        MachineFeatures machine = new MachineFeatures(plan, Map.of("a", List.copyOf(tiles.values())), Map.of());
        long[] asOfs = machine.asOfs(0, until);
        double[][] values = machine.rows(asOfs, Knowledge.AS_CORRECTED);
        Map<Long, String> rows = new TreeMap<>();
        for (int i = 0; i < asOfs.length; i++) {
            rows.put(asOfs[i], Arrays.toString(values[i]));
        }
        return rows;
    }

    /** Some tiles of 200, with gaps, the first not at 0; some are late. */
    private static TreeMap<Long, KnownTile> tiles(Random random) {
        TreeMap<Long, KnownTile> tiles = new TreeMap<>();
        long first = 3 + random.nextInt(20);
        for (long index = first; index < 200; index++) {
            if (index % 50 < 30) {
                tiles.put(index, tile(index, random));
            }
        }
        return tiles;
    }

    private static KnownTile tile(long index, Random random) {
        Tile tile = Tile.cut(
                        index * HOUR,
                        new int[] {600_000, 1_200_000},
                        new double[] {random.nextGaussian(), random.nextGaussian()},
                        HOUR,
                        Tile.Quantiles.KEPT)
                .get(0);
        return KnownTile.of(tile, HOUR, random.nextInt(5) == 0, (index + 1 + random.nextInt(30)) * HOUR);
    }

    /** One to three tiles came, went or changed; sometimes the first. */
    private static TreeMap<Long, KnownTile> changed(TreeMap<Long, KnownTile> before, Random random) {
        TreeMap<Long, KnownTile> after = new TreeMap<>(before);
        for (int i = 0; i <= random.nextInt(3); i++) {
            long index = random.nextInt(4) == 0 ? before.firstKey() - random.nextInt(3) : random.nextInt(200);
            if (random.nextBoolean()) {
                after.put(index, tile(index, random));
            } else {
                after.remove(index);
            }
        }
        return after;
    }

    @Test
    void another_first_reading_changes_the_age_in_all_rows_and_a_record_those_behind_it() {
        TouchedRows rows = new TouchedRows(plan(null), END, END);
        List<Stretch> first = List.of(new Stretch(5 * HOUR, 6 * HOUR));
        List<Stretch> second = List.of(new Stretch(6 * HOUR, 7 * HOUR));
        List<Slice> looking = List.of(new Slice(5 * HOUR, 17 * HOUR));

        assertThat(rows.withRecords(looking, first, 5 * HOUR, 5 * HOUR, Long.MAX_VALUE))
                .containsExactly(new Slice(5 * HOUR, END));
        assertThat(rows.withRecords(looking, second, 5 * HOUR, 5 * HOUR, Long.MAX_VALUE))
                .isEqualTo(looking);
        assertThat(rows.withRecords(List.of(), List.of(), 4 * HOUR, 5 * HOUR, 90 * HOUR))
                .as("the first tile is another")
                .containsExactly(new Slice(4 * HOUR, END));
        assertThat(rows.withRecords(looking, second, 5 * HOUR, 5 * HOUR, 90 * HOUR))
                .containsExactly(new Slice(5 * HOUR, 17 * HOUR), new Slice(90 * HOUR, END));
        assertThat(rows.withRecords(List.of(), List.of(), 5 * HOUR, 5 * HOUR, HOUR))
                .as("a record of before the first reading")
                .containsExactly(new Slice(5 * HOUR, END));
    }

    @Test
    void without_a_change_no_row_is_touched() {
        assertThat(new TouchedRows(plan(null), END, END).of(List.of(), 5 * HOUR, 5 * HOUR))
                .isEmpty();
        assertThat(new TouchedRows(plan(null), END, END)
                        .of(List.of(new Stretch(40 * HOUR, 41 * HOUR)), 5 * HOUR, 5 * HOUR))
                .containsExactly(new Slice(40 * HOUR, 52 * HOUR));
    }
}
