package io.millwright.features.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the tile's monoid, and its statistics against the naive ones, on random and nasty readings. */
class TilePropertiesTest {

    /** A named stretch of readings, one every 100 s. */
    @SuppressWarnings("ArrayRecordComponent")
    record Readings(String name, int[] offsets, double[] values) {
        long[] times() {
            return Arrays.stream(offsets).mapToLong(offset -> START + offset).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final long START = 1_735_689_600_000L;

    static Stream<Readings> readings() {
        return Stream.of(
                readings("normal", 500, random -> random.nextGaussian()),
                readings("offset of a billion", 500, random -> 1e9 + random.nextGaussian()),
                readings("skewed", 500, random -> Math.exp(2 * random.nextGaussian())),
                readings("constant", 100, random -> 0.1),
                readings("steps", 300, random -> random.nextInt(3)),
                readings(
                        "with gaps kept out",
                        400,
                        random -> random.nextInt(3) == 0 ? Double.NaN : 20 + random.nextGaussian()),
                readings(
                        "with infinities kept out",
                        400,
                        random -> random.nextInt(5) == 0
                                ? Math.copySign(Double.POSITIVE_INFINITY, random.nextGaussian())
                                : random.nextGaussian()),
                readings("tiny", 200, random -> 1e-7 * random.nextGaussian()),
                readings("two values", 2, Random::nextGaussian));
    }

    private static Readings readings(String name, int n, java.util.function.ToDoubleFunction<Random> value) {
        Random random = new Random(7);
        int[] offsets = new int[n];
        double[] values = new double[n];
        int time = 0;
        for (int i = 0; i < n; i++) {
            time += 100_000 + random.nextInt(50_000);
            offsets[i] = time;
            values[i] = value.applyAsDouble(random);
        }
        return new Readings(name, offsets, values);
    }

    private static List<Moments> pieces(Readings readings, long seed) {
        Random random = new Random(seed);
        List<Moments> pieces = new ArrayList<>();
        int from = 0;
        while (from < readings.values().length) {
            int to = Math.min(readings.values().length, from + 1 + random.nextInt(40));
            pieces.add(Moments.of(START, readings.offsets(), readings.values(), from, to));
            from = to;
        }
        return pieces;
    }

    @ParameterizedTest
    @MethodSource("readings")
    void statistics_agree_with_the_naive_ones(Readings readings) {
        NaiveStatistics naive = new NaiveStatistics(readings.times(), readings.values());

        Moments merged = pieces(readings, 1).stream().reduce(Moments.EMPTY, Moments::merge);

        double spread = Math.sqrt(naive.variance());
        assertThat(merged.count()).isEqualTo(naive.count());
        assertThat(merged.mean()).isCloseTo(naive.mean(), within(1e-9 * Math.max(Math.abs(naive.mean()), 1e-12)));
        assertThat(merged.variance()).isCloseTo(naive.variance(), within(1e-9 * naive.variance() + 1e-60));
        assertThat(merged.rms()).isCloseTo(naive.rms(), within(1e-9 * naive.rms()));
        assertThat(merged.min()).isEqualTo(naive.min());
        assertThat(merged.max()).isEqualTo(naive.max());
        assertThat(merged.first()).isEqualTo(naive.first());
        assertThat(merged.last()).isEqualTo(naive.last());
        if (spread > 1e-30 && naive.count() > 3) {
            assertThat(merged.skewness()).isCloseTo(naive.skewness(), within(1e-6));
            assertThat(merged.kurtosis()).isCloseTo(naive.kurtosis(), within(1e-6 * naive.kurtosis()));
        }
        double slopeScale = spread / 1e7;
        assertThat(merged.slopePerMs()).isCloseTo(naive.slopePerMs(), within(1e-7 * slopeScale));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void any_order_of_merging_gives_the_same_summary(Readings readings) {
        List<Moments> pieces = new ArrayList<>(pieces(readings, 2));
        Moments inOrder = pieces.stream().reduce(Moments.EMPTY, Moments::merge);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(pieces, new Random(seed));

            Moments shuffled = pieces.stream().reduce(Moments.EMPTY, Moments::merge);

            assertThat(shuffled.count()).isEqualTo(inOrder.count());
            assertThat(shuffled.mean()).isCloseTo(inOrder.mean(), within(1e-9 * inOrder.rms()));
            assertThat(shuffled.m2()).isCloseTo(inOrder.m2(), within(1e-9 * inOrder.m2()));
            assertThat(shuffled.m3()).isCloseTo(inOrder.m3(), within(1e-9 * Math.pow(inOrder.m2(), 1.5)));
            assertThat(shuffled.m4()).isCloseTo(inOrder.m4(), within(1e-9 * inOrder.m4()));
            assertThat(shuffled.firstMs()).isEqualTo(inOrder.firstMs());
            assertThat(shuffled.last()).isEqualTo(inOrder.last());
            assertThat(shuffled.timeM2()).isCloseTo(inOrder.timeM2(), within(1e-9 * inOrder.timeM2()));
            assertThat(shuffled.timeCo())
                    .isCloseTo(inOrder.timeCo(), within(1e-9 * Math.sqrt(inOrder.timeM2() * inOrder.m2())));
        }
    }

    @Test
    void the_empty_summary_is_neutral() {
        Moments one = Moments.of(START, 3.5);

        assertThat(one.merge(Moments.EMPTY)).isEqualTo(one);
        assertThat(Moments.EMPTY.merge(one)).isEqualTo(one);
        assertThat(Moments.EMPTY.merge(Moments.EMPTY)).isEqualTo(Moments.EMPTY);
    }

    @Test
    void a_constant_sensor_has_no_spread_and_no_shape() {
        Moments constant =
                pieces(readings("constant", 50, random -> 0.1), 3).stream().reduce(Moments.EMPTY, Moments::merge);

        assertThat(constant.mean()).isEqualTo(0.1);
        assertThat(constant.sd()).isZero();
        assertThat(constant.skewness()).isNaN();
        assertThat(constant.kurtosis()).isNaN();
        assertThat(constant.slopePerMs()).isZero();
    }

    @Test
    void one_reading_has_a_mean_but_no_spread_and_no_slope() {
        Moments one = Moments.of(START, 4);

        assertThat(one.mean()).isEqualTo(4);
        assertThat(one.sd()).isNaN();
        assertThat(one.slopePerMs()).isNaN();
        assertThat(one.crestFactor()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void quartiles_lie_within_the_stated_error(Readings readings) {
        NaiveStatistics naive = new NaiveStatistics(readings.times(), readings.values());
        Bins bins = Bins.of(readings.values(), 0, readings.values().length);
        RunningBins running = RunningBins.over(List.of(bins));
        running.add(bins);

        Quartiles quartiles = running.quartilesAndDeviation(naive.min(), naive.max());

        assertThat(quartiles.lower()).isCloseTo(naive.quantile(0.25), within(error(naive, 0.25)));
        assertThat(quartiles.median()).isCloseTo(naive.quantile(0.5), within(error(naive, 0.5)));
        assertThat(quartiles.upper()).isCloseTo(naive.quantile(0.75), within(error(naive, 0.75)));
        assertThat(quartiles.deviation())
                .isCloseTo(
                        naive.medianDeviation(naive.quantile(0.5)),
                        within(4 * Bins.RELATIVE_ERROR * Math.max(Math.abs(naive.max()), Math.abs(naive.min()))));
    }

    private static double error(NaiveStatistics naive, double q) {
        int n = naive.count();
        double below = naive.quantile(Math.floor(q * (n - 1)) / (n - 1));
        double above = naive.quantile(Math.ceil(q * (n - 1)) / (n - 1));
        return 1.001 * Bins.RELATIVE_ERROR * Math.max(Math.abs(below), Math.abs(above)) + 1e-12;
    }

    @Test
    void bins_merge_exactly_in_any_order_and_can_be_taken_out_again() {
        Readings readings = readings("normal", 300, random -> random.nextGaussian());
        Bins whole = Bins.of(readings.values(), 0, 300);
        Bins first = Bins.of(readings.values(), 0, 100);
        Bins second = Bins.of(readings.values(), 100, 180);
        Bins third = Bins.of(readings.values(), 180, 300);
        RunningBins running = RunningBins.over(List.of(whole));
        List.of(third, first, second).forEach(running::add);
        Quartiles all = running.quartilesAndDeviation(-10, 10);
        running.remove(first);
        running.add(first);

        assertThat(first.merge(second).merge(third)).isEqualTo(whole);
        assertThat(third.merge(first.merge(second))).isEqualTo(whole);
        assertThat(running.quartilesAndDeviation(-10, 10)).isEqualTo(all);
    }

    @Test
    void running_bins_answer_what_sorting_the_middles_of_all_that_is_in_them_does() {
        Random random = new Random(11);
        List<Bins> pieces = Stream.generate(() -> piece(random)).limit(60).toList();
        RunningBins running = RunningBins.over(pieces).fresh();
        for (int i = 0; i < pieces.size(); i++) {
            running.add(pieces.get(i));
            if (i >= 7) {
                running.remove(pieces.get(i - 7));
            }
            double[] inside = pieces.subList(Math.max(0, i - 6), i + 1).stream()
                    .flatMapToDouble(TilePropertiesTest::middles)
                    .sorted()
                    .toArray();
            Quartiles quartiles = running.quartilesAndDeviation(inside[0], inside[inside.length - 1]);
            double median = sortedQuantile(inside, 0.5);

            assertThat(quartiles.lower()).isEqualTo(sortedQuantile(inside, 0.25));
            assertThat(quartiles.median()).isEqualTo(median);
            assertThat(quartiles.upper()).isEqualTo(sortedQuantile(inside, 0.75));
            assertThat(quartiles.deviation())
                    .isEqualTo(Arrays.stream(inside)
                            .map(value -> Math.abs(value - median))
                            .sorted()
                            .toArray()[(inside.length - 1) / 2]);
        }
    }

    /** A few readings or hundreds, close together or far apart, of both signs. */
    private static Bins piece(Random random) {
        double spread = Math.pow(10, random.nextInt(4) - 1);
        double[] values = random.doubles(1 + random.nextInt(random.nextBoolean() ? 3 : 200), -spread, 2 * spread)
                .toArray();
        return Bins.of(values, 0, values.length);
    }

    private static DoubleStream middles(Bins bins) {
        return IntStream.range(0, bins.keys().length).boxed().flatMapToDouble(i -> DoubleStream.generate(
                        () -> Bins.middle(bins.keys()[i]))
                .limit(bins.counts()[i]));
    }

    private static double sortedQuantile(double[] sorted, double q) {
        double rank = q * (sorted.length - 1);
        int below = (int) rank;
        double share = rank - below;
        return share == 0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }

    @Test
    void bins_come_out_of_their_bytes_as_they_went_in() {
        Random random = new Random(12);
        List<Bins> bins = new ArrayList<>(List.of(
                Bins.EMPTY,
                Bins.of(new double[] {-1e300, -1, 0, 1e-13, 1e300}, 0, 5),
                Bins.EMPTY,
                new Bins(new int[] {-7, 0, 9}, new int[] {1, Integer.MAX_VALUE, 128})));
        Stream.generate(() -> piece(random)).limit(50).forEach(bins::add);

        PackedBins packed = PackedBins.read(PackedBins.of(
                bins.stream().map(each -> new Tile(0, Moments.EMPTY, each)).toList()));

        assertThat(bins.stream().map(each -> packed.next()).toList()).isEqualTo(bins);
    }

    @Test
    void what_was_not_announced_cannot_be_put_in() {
        RunningBins running = RunningBins.over(List.of(Bins.of(new double[] {1, 3}, 0, 2)));

        for (double other : new double[] {-1, 2, 7}) {
            assertThatThrownBy(() -> running.add(Bins.of(new double[] {other}, 0, 1)))
                    .hasMessage("bin " + Bins.key(other) + " was not announced");
        }
    }

    @Test
    void bins_are_ordered_as_their_values() {
        double[] values = {-1e6, -3.2, -3.1, -1e-3, 0, 1e-20, 1e-3, 0.5, 0.51, 7, 1e9};

        for (int i = 1; i < values.length; i++) {
            assertThat(Bins.key(values[i])).isGreaterThanOrEqualTo(Bins.key(values[i - 1]));
            assertThat(Bins.middle(Bins.key(values[i])))
                    .isCloseTo(values[i], within(Bins.RELATIVE_ERROR * Math.abs(values[i]) + 1e-12));
        }
    }

    @Test
    void a_window_has_the_same_bits_whatever_else_is_in_the_tree() {
        Random random = new Random(5);
        Moments[] leaves = new Moments[100];
        Arrays.setAll(leaves, i -> i % 7 == 3 ? Moments.EMPTY : Moments.of(i * 10L, 1e6 + random.nextGaussian()));
        TileTree whole = new TileTree(11, leaves);

        for (int from = 11; from < 111; from += 3) {
            for (int to = from + 1; to <= 111; to += 5) {
                TileTree part = new TileTree(from, Arrays.copyOfRange(leaves, from - 11, to - 11));
                int last = to;
                while (last > from && leaves[last - 12].isEmpty()) {
                    last--;
                }
                TileTree shorter = new TileTree(from, Arrays.copyOfRange(leaves, from - 11, last - 11));

                assertThat(part.over(from, to)).isEqualTo(whole.over(from, to));
                assertThat(shorter.over(from, to)).isEqualTo(whole.over(from, to));
            }
        }
    }

    @Test
    void a_window_merges_its_tiles_and_no_other() {
        Moments[] leaves = new Moments[50];
        Arrays.setAll(leaves, i -> Moments.of(i, i));
        TileTree tree = new TileTree(-20, leaves);

        Moments window = tree.over(-7, 9);

        assertThat(window.count()).isEqualTo(16);
        assertThat(window.min()).isEqualTo(13);
        assertThat(window.max()).isEqualTo(28);
        assertThat(tree.over(500, 600)).isEqualTo(Moments.EMPTY);
    }

    @Test
    void a_chunk_is_cut_at_tile_ends_and_tiles_without_a_usable_reading_are_left_out() {
        int[] offsets = {0, 599_999, 600_000, 1_200_000, 1_900_000};
        double[] values = {1, 2, 3, Double.NaN, 5};

        List<Tile> tiles = Tile.cut(START, offsets, values, 600_000, Tile.Quantiles.LEFT_OUT);

        assertThat(tiles)
                .extracting(Tile::index)
                .containsExactly(START / 600_000, START / 600_000 + 1, START / 600_000 + 3);
        assertThat(tiles).extracting(tile -> tile.moments().count()).containsExactly(2L, 1L, 1L);
    }
}
