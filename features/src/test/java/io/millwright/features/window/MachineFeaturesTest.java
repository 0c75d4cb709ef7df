package io.millwright.features.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.NaiveStatistics;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.MachineFeatures.Knowledge;
import io.millwright.features.window.RawReadings.Reading;
import io.millwright.lake.config.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows from tiles against windows from raw readings, and what no window may see. */
class MachineFeaturesTest {

    private static final long HOUR = RawReadings.TILE_MS;
    private static final List<Statistic> ALL = List.of(Statistic.values());
    private static final long[] WINDOWS = {3, 24, 72};
    private static final TimeDomainPlan PLAN = plan(ALL, new TimeDomainPlan.Baseline(48, false));

    private static TimeDomainPlan plan(List<Statistic> statistics, TimeDomainPlan.Baseline baseline) {
        return plan(WINDOWS, statistics, baseline);
    }

    private static TimeDomainPlan plan(long[] windows, List<Statistic> statistics, TimeDomainPlan.Baseline baseline) {
        return new TimeDomainPlan(
                List.of("a"),
                new double[] {1.0 / 6},
                new boolean[] {false},
                HOUR,
                windows,
                statistics,
                baseline,
                List.of(new TimeDomainPlan.Change(6, 24)),
                2 * HOUR,
                0,
                72 * HOUR);
    }

    private static MachineFeatures machine(RawReadings readings, TimeDomainPlan plan) {
        return new MachineFeatures(plan, Map.of("a", readings.tiles(Tile.Quantiles.KEPT)), Map.of());
    }

    private static double[][] rows(RawReadings readings, TimeDomainPlan plan, long[] asOfs) {
        return machine(readings, plan).rows(asOfs, Knowledge.AS_KNOWN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void windows_of_tiles_equal_windows_of_raw_readings(long seed) {
        RawReadings readings = RawReadings.random(seed, 300, seed == 2 ? 1e7 : 50);
        long[] asOfs = machine(readings, PLAN).asOfs(0, 320 * HOUR);

        assertThat(asOfs).hasSizeGreaterThan(100);
        assertAgrees(readings, WINDOWS, asOfs);
    }

    @Test
    void so_do_windows_of_one_tile_and_of_ninety_days() {
        long[] windows = {1, 90 * 24};
        RawReadings readings = RawReadings.random(4, 92 * 24, 50);
        long[] asOfs = Arrays.stream(machine(readings, PLAN).asOfs(0, 92 * 24 * HOUR))
                .filter(asOf -> asOf / HOUR % 46 == 0 || asOf / HOUR > 92 * 24 - 3)
                .toArray();

        assertThat(asOfs).hasSizeGreaterThan(20);
        assertThat(asOfs[asOfs.length - 1]).isGreaterThan(windows[1] * HOUR);
        assertAgrees(readings, windows, asOfs);
    }

    private static void assertAgrees(RawReadings readings, long[] windows, long[] asOfs) {
        double[][] rows = rows(readings, plan(windows, ALL, new TimeDomainPlan.Baseline(48, false)), asOfs);

        for (int i = 0; i < asOfs.length; i++) {
            long asOf = asOfs[i];
            long first = readings.window(0, asOf, asOf).stream()
                            .mapToLong(Reading::timeMs)
                            .min()
                            .orElseThrow()
                    / HOUR
                    * HOUR;
            List<Reading> baseline = readings.window(first, Math.min(asOf, first + 48 * HOUR), asOf);
            for (int w = 0; w < windows.length; w++) {
                List<Reading> window = readings.window(asOf - windows[w] * HOUR, asOf, asOf);
                double expected = (asOf - Math.max(first, asOf - windows[w] * HOUR)) / (double) HOUR * 6;
                NaiveCourse course =
                        new NaiveCourse(window, asOf / HOUR - windows[w], (int) windows[w], naive(baseline));
                for (int s = 0; s < ALL.size(); s++) {
                    double value = rows[i][w * ALL.size() + s];
                    if (ALL.get(s).isOfCourse()) {
                        course.assertAgrees(ALL.get(s), value);
                    } else {
                        assertAgrees(ALL.get(s), value, window, baseline, expected);
                    }
                }
            }
            double change = rows[i][windows.length * ALL.size()];
            assertChange(
                    change,
                    readings.window(asOf - 6 * HOUR, asOf, asOf),
                    readings.window(asOf - 30 * HOUR, asOf - 24 * HOUR, asOf));
        }
    }

    private static void assertChange(double change, List<Reading> now, List<Reading> before) {
        if (now.isEmpty() || before.isEmpty()) {
            assertThat(change).isNaN();
        } else {
            assertThat(change).isCloseTo(naive(now).mean() - naive(before).mean(), within(1e-6));
        }
    }

    private static NaiveStatistics naive(List<Reading> readings) {
        return new NaiveStatistics(
                readings.stream().mapToLong(Reading::timeMs).toArray(),
                readings.stream().mapToDouble(Reading::value).toArray());
    }

    private static void assertAgrees(
            Statistic statistic, double value, List<Reading> window, List<Reading> baseline, double expected) {
        NaiveStatistics naive = naive(window);
        int n = naive.count();
        if (statistic == Statistic.COUNT) {
            assertThat(value).isEqualTo(n);
            return;
        }
        if (statistic == Statistic.MISSING_SHARE) {
            assertThat(value).isCloseTo(Math.max(0, 1 - n / expected), within(1e-12));
            return;
        }
        int needed =
                switch (statistic) {
                    case SD, VARIANCE, SLOPE, LAST_Z, LAST_MODIFIED_Z, IQR_DISTANCE -> 2;
                    case SKEWNESS -> 3;
                    case KURTOSIS -> 4;
                    default -> 1;
                };
        if (n < needed || (statistic == Statistic.BASELINE_Z && baseline.size() < 2)) {
            assertThat(value).as(statistic + " of " + n).isNaN();
            return;
        }
        double size = Math.max(Math.abs(naive.min()), Math.abs(naive.max()));
        double sketch = 3 * Bins.RELATIVE_ERROR * size;
        double median = naive.quantile(0.5);
        switch (statistic) {
            case MEAN -> assertThat(value).isCloseTo(naive.mean(), within(1e-9 * size));
            case MEDIAN -> assertThat(value).isCloseTo(median, within(sketch));
            case SD -> assertThat(value).isCloseTo(Math.sqrt(naive.variance()), within(1e-7));
            case VARIANCE -> assertThat(value).isCloseTo(naive.variance(), within(1e-7));
            case SKEWNESS -> assertThat(value).isCloseTo(naive.skewness(), within(1e-5));
            case KURTOSIS -> assertThat(value).isCloseTo(naive.kurtosis(), within(1e-5));
            case MIN -> assertThat(value).isEqualTo(naive.min());
            case MAX -> assertThat(value).isEqualTo(naive.max());
            case PEAK_TO_PEAK -> assertThat(value).isEqualTo(naive.max() - naive.min());
            case RMS -> assertThat(value).isCloseTo(naive.rms(), within(1e-9 * size));
            case CREST_FACTOR -> assertThat(value).isCloseTo(size / naive.rms(), within(1e-9));
            case SLOPE -> assertThat(value).isCloseTo(naive.slopePerMs() * HOUR, within(1e-6));
            case INTEGRAL ->
                assertThat(value)
                        .isCloseTo(window.stream().mapToDouble(Reading::value).sum() / 6, within(1e-9 * size * n));
            case LAST -> assertThat(value).isEqualTo(naive.last());
            case LAST_Z ->
                assertThat(value).isCloseTo((naive.last() - naive.mean()) / Math.sqrt(naive.variance()), within(1e-6));
            case IQR -> assertThat(value).isCloseTo(naive.quantile(0.75) - naive.quantile(0.25), within(2 * sketch));
            case BASELINE_DELTA ->
                assertThat(value).isCloseTo(naive.mean() - naive(baseline).mean(), within(1e-6));
            case BASELINE_Z ->
                assertThat(value)
                        .isCloseTo(
                                (naive.mean() - naive(baseline).mean())
                                        / Math.sqrt(naive(baseline).variance()),
                                within(1e-6));
            case LAST_MODIFIED_Z, IQR_DISTANCE -> {
                if (!Double.isNaN(value) && Math.abs(naive.last() - median) > sketch) {
                    assertThat(Math.signum(value)).isIn(Math.signum(naive.last() - median), 0.0);
                }
            }
            default -> throw new IllegalStateException("checked above");
        }
    }

    @Test
    void rows_computed_one_by_one_equal_rows_computed_together_in_every_bit() {
        RawReadings readings = RawReadings.random(4, 200, 50);
        MachineFeatures machine = machine(readings, PLAN);
        long[] asOfs = machine.asOfs(0, 200 * HOUR);

        double[][] together = machine.rows(asOfs, Knowledge.AS_KNOWN);

        for (int i = 0; i < asOfs.length; i += 3) {
            assertThat(rows(readings.before(asOfs[i]), PLAN, new long[] {asOfs[i]})[0])
                    .isEqualTo(together[i]);
        }
    }

    @Test
    void garbage_after_a_moment_changes_no_row_until_then() {
        assertThat(rowsThatChange(PLAN)).isZero();
    }

    @Test
    void the_same_check_sees_a_window_that_reaches_one_tile_too_far() {
        TimeDomainPlan leaking = plan(List.of(Statistic.MEAN), null);
        RawReadings readings = RawReadings.random(5, 200, 50);
        long cut = 100 * HOUR;

        double[] before = rows(readings, leaking, new long[] {cut + HOUR})[0];
        double[] after = rows(readings.garbledFrom(cut), leaking, new long[] {cut + HOUR})[0];

        assertThat(after).isNotEqualTo(before);
    }

    private static int rowsThatChange(TimeDomainPlan plan) {
        int changed = 0;
        Random random = new Random(9);
        for (int cut = 0; cut < 40; cut++) {
            RawReadings readings = RawReadings.random(cut, 150, 50);
            long moment = (10 + random.nextInt(140)) * HOUR;
            long[] asOfs = machine(readings, plan).asOfs(0, moment);
            double[][] before = rows(readings, plan, asOfs);
            double[][] after = rows(readings.garbledFrom(moment), plan, asOfs);
            double[][] truncated = rows(readings.before(moment), plan, asOfs);
            for (int i = 0; i < asOfs.length; i++) {
                changed += Arrays.equals(before[i], after[i]) && Arrays.equals(before[i], truncated[i]) ? 0 : 1;
            }
            assertThat(machine(readings.before(moment), plan).asOfs(0, moment)).isEqualTo(asOfs);
        }
        return changed;
    }

    @Test
    void a_late_reading_counts_from_its_arrival_on_and_changes_no_row_before() {
        RawReadings readings = new RawReadings(RawReadings.random(6, 100, 50).all().stream()
                .filter(reading -> !reading.isLate())
                .toList());
        RawReadings later = readings.with(new Reading(40 * HOUR + 7, 60 * HOUR + 1, 1e6));
        long[] asOfs = machine(readings, PLAN).asOfs(0, 100 * HOUR);

        double[][] without = rows(readings, PLAN, asOfs);
        double[][] with = rows(later, PLAN, asOfs);

        int max = 2 * ALL.size() + ALL.indexOf(Statistic.MAX);
        for (int i = 0; i < asOfs.length; i++) {
            if (asOfs[i] < 61 * HOUR) {
                assertThat(with[i]).isEqualTo(without[i]);
            } else {
                assertThat(with[i][max]).isEqualTo(1e6);
            }
        }
    }

    @Test
    void as_corrected_knows_a_late_reading_at_once() {
        RawReadings readings = RawReadings.random(6, 100, 50).with(new Reading(40 * HOUR + 7, 90 * HOUR, 1e6));
        long[] asOfs = {42 * HOUR};
        int max = ALL.indexOf(Statistic.MAX);

        double known = machine(readings, PLAN).rows(asOfs, Knowledge.AS_KNOWN)[0][max];
        double corrected = machine(readings, PLAN).rows(asOfs, Knowledge.AS_CORRECTED)[0][max];

        assertThat(known).isLessThan(100);
        assertThat(corrected).isEqualTo(1e6);
    }

    @Test
    void as_corrected_windows_are_those_of_readings_that_all_came_in_time() {
        RawReadings readings = RawReadings.random(6, 200, 50);
        RawReadings punctual = new RawReadings(readings.all().stream()
                .map(reading -> new Reading(reading.timeMs(), reading.timeMs(), reading.value()))
                .toList());
        long[] asOfs = machine(readings, PLAN).asOfs(60 * HOUR, 180 * HOUR);
        int median = ALL.size() + ALL.indexOf(Statistic.MEDIAN);

        double[][] corrected = machine(readings, PLAN).rows(asOfs, Knowledge.AS_CORRECTED);
        double[][] inTime = rows(punctual, PLAN, asOfs);

        for (int i = 0; i < asOfs.length; i++) {
            assertThat(corrected[i][median]).isEqualTo(inTime[i][median]);
        }
    }

    @Test
    void a_trailing_baseline_is_the_stretch_that_ends_its_length_before_the_row() {
        TimeDomainPlan plan = plan(List.of(Statistic.BASELINE_DELTA), new TimeDomainPlan.Baseline(24, true));
        RawReadings readings = RawReadings.random(8, 200, 50);

        double[] row = rows(readings, plan, new long[] {120 * HOUR})[0];

        double window =
                naive(readings.window(117 * HOUR, 120 * HOUR, 120 * HOUR)).mean();
        double baseline =
                naive(readings.window(72 * HOUR, 96 * HOUR, 120 * HOUR)).mean();
        assertThat(row[0]).isCloseTo(window - baseline, within(1e-9));
    }

    @Test
    void a_machine_has_rows_from_its_first_tile_until_it_was_silent_too_long() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readings.add(new Reading(30 * HOUR + i * 600_000L, 0, 1));
        }
        MachineFeatures machine = machine(new RawReadings(readings), PLAN);

        long[] asOfs = machine.asOfs(0, 1000 * HOUR);

        assertThat(asOfs[0]).isEqualTo(32 * HOUR);
        assertThat(asOfs[asOfs.length - 1]).isEqualTo(102 * HOUR);
    }

    @Test
    void a_sensor_the_machine_does_not_have_counts_nothing_and_has_no_statistics() {
        MachineFeatures machine = new MachineFeatures(
                new TimeDomainPlan(
                        List.of("a", "b"),
                        new double[] {1, 1},
                        new boolean[] {false, false},
                        HOUR,
                        new long[] {3},
                        ALL,
                        null,
                        List.of(),
                        HOUR,
                        0,
                        HOUR),
                Map.of("a", RawReadings.random(1, 20, 5).tiles(Tile.Quantiles.KEPT)),
                Map.of());

        double[] row = machine.rows(new long[] {10 * HOUR}, Knowledge.AS_KNOWN)[0];

        assertThat(row[ALL.size() + ALL.indexOf(Statistic.COUNT)]).isZero();
        assertThat(row[ALL.size() + ALL.indexOf(Statistic.MISSING_SHARE)]).isEqualTo(1);
        assertThat(row[ALL.size() + ALL.indexOf(Statistic.MEAN)]).isNaN();
    }

    @Test
    void a_sensor_that_appears_and_vanishes_beside_another_has_the_windows_of_its_own_readings_and_changes_no_other() {
        RawReadings lasting = RawReadings.random(1, 200, 5);
        RawReadings passing = new RawReadings(RawReadings.random(2, 120, 9).all().stream()
                .filter(reading -> reading.timeMs() >= 60 * HOUR)
                .toList());
        TimeDomainPlan both = new TimeDomainPlan(
                List.of("a", "b"),
                new double[] {1.0 / 6, 1.0 / 6},
                new boolean[2],
                HOUR,
                new long[] {24},
                List.of(Statistic.COUNT, Statistic.MEAN, Statistic.MAX),
                new TimeDomainPlan.Baseline(48, false),
                List.of(),
                HOUR,
                0,
                72 * HOUR);
        List<KnownTile> ofLasting = lasting.tiles(Tile.Quantiles.KEPT);
        MachineFeatures alone = new MachineFeatures(both, Map.of("a", ofLasting), Map.of());
        MachineFeatures beside =
                new MachineFeatures(both, Map.of("a", ofLasting, "b", passing.tiles(Tile.Quantiles.KEPT)), Map.of());
        long[] asOfs = alone.asOfs(0, 200 * HOUR);

        double[][] without = alone.rows(asOfs, Knowledge.AS_KNOWN);
        double[][] with = beside.rows(asOfs, Knowledge.AS_KNOWN);

        assertThat(beside.asOfs(0, 200 * HOUR)).isEqualTo(asOfs);
        for (int i = 0; i < asOfs.length; i++) {
            assertThat(Arrays.copyOf(with[i], 3)).isEqualTo(Arrays.copyOf(without[i], 3));
            NaiveStatistics naive = naive(passing.window(asOfs[i] - 24 * HOUR, asOfs[i], asOfs[i]));
            assertThat(with[i][3]).isEqualTo(naive.count());
            if (naive.count() == 0) {
                assertThat(Arrays.copyOfRange(with[i], 4, 6)).containsOnly(Double.NaN);
            } else {
                assertThat(with[i][4]).isCloseTo(naive.mean(), within(1e-9));
                assertThat(with[i][5]).isEqualTo(naive.max());
            }
        }
        assertThat(Arrays.stream(with).filter(row -> row[3] == 0).count())
                .as("rows before it appears and after it vanishes")
                .isGreaterThan(80);
        assertThat(Arrays.stream(with).filter(row -> row[3] > 0).count()).isGreaterThan(40);
    }

    @Test
    void rated_position_is_one_at_the_upper_end() {
        TimeDomainPlan plan = new TimeDomainPlan(
                List.of("a"),
                new double[] {1},
                new boolean[] {true},
                HOUR,
                new long[] {1},
                List.of(Statistic.MEAN),
                null,
                List.of(),
                HOUR,
                0,
                HOUR);
        RawReadings readings = new RawReadings(List.of(new Reading(5, 5, 80)));

        double[] row = new MachineFeatures(
                        plan, Map.of("a", readings.tiles(Tile.Quantiles.LEFT_OUT)), Map.of("a", new RatedRange(20, 80)))
                .rows(new long[] {HOUR}, Knowledge.AS_KNOWN)[0];

        assertThat(row).containsExactly(80, 1);
    }
}
