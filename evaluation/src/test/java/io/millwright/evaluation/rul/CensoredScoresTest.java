package io.millwright.evaluation.rul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CensoredScoresTest {

    private static final double[] TIMES = {0, 1, 2, 3, 3.5, 4, 5};

    /** Failed, no longer watched, failed, no longer watched. */
    private static final List<WatchedLife> FOUR = List.of(
            new WatchedLife("a", "a", 1, true),
            new WatchedLife("b", "b", 2, false),
            new WatchedLife("c", "c", 3, true),
            new WatchedLife("d", "d", 4, false));

    @Test
    void kaplan_and_meier_by_hand_of_lives_and_of_watches() {
        KaplanMeier lives = KaplanMeier.ofLives(FOUR);
        KaplanMeier watches = KaplanMeier.ofWatches(FOUR);

        assertThat(lives.after(0.5)).isEqualTo(1);
        assertThat(lives.before(1)).isEqualTo(1);
        assertThat(lives.after(1)).isEqualTo(0.75);
        assertThat(lives.after(9)).isEqualTo(0.375);
        assertThat(watches.before(2)).isEqualTo(1);
        assertThat(watches.after(2)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(watches.before(4)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(watches.after(4)).isZero();
        assertThat(KaplanMeier.ofLives(List.of()).after(1)).isEqualTo(1);
    }

    @Test
    void a_failure_at_the_moment_a_watch_ends_comes_first() {
        List<WatchedLife> tied = List.of(
                new WatchedLife("a", "a", 1, true),
                new WatchedLife("b", "b", 1, false),
                new WatchedLife("c", "c", 2, true));

        assertThat(KaplanMeier.ofLives(tied).after(1)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(KaplanMeier.ofWatches(tied).after(1)).isEqualTo(0.5);
    }

    @Test
    void the_rows_of_a_life_share_the_weight_of_one() {
        List<WatchedLife> rows = List.of(
                new WatchedLife("a", "a", 1, true),
                new WatchedLife("a", "a", 2, true),
                new WatchedLife("b", "b", 4, true));

        assertThat(KaplanMeier.ofLives(rows).after(2)).isEqualTo(0.5);
        assertThat(new CensoredScores(rows, TIMES)
                        .brier(3, new double[] {1, 0, 1})
                        .value())
                .isEqualTo(0.25);
    }

    @Test
    void scores_by_hand() {
        CensoredScores scores = new CensoredScores(FOUR, TIMES);

        assertThat(scores.until()).as("nothing is watched beyond 4").isEqualTo(3.5);
        assertThat(scores.lives()).isEqualTo(4);
        assertThat(scores.censoredLives()).isEqualTo(2);
        assertThat(scores.brier(2.5, new double[] {0.5, 0.5, 0.8, 0.9}).value())
                .as("0.25 of a, nothing of b, 0.04 and 0.01 times 3/2 of c and d")
                .isCloseTo((0.25 + 0.06 + 0.015) / 4, within(1e-12));
        assertThat(scores.brier(4, new double[4]).n()).isZero();
        assertThat(scores.concordance(new double[] {1, 5, 1, 0.5}).value())
                .as("a before b right, before c half, before d wrong; c before d wrong and counts 9/4")
                .isCloseTo(1.5 / 5.25, within(1e-12));
        assertThat(scores.concordance(new double[] {1, 5, 1, 0.5}).n()).isEqualTo(2);
        double[][] sure = new double[5][4];
        for (int i = 0; i < 5; i++) {
            double time = TIMES[i];
            sure[i] =
                    FOUR.stream().mapToDouble(row -> row.hours() > time ? 1 : 0).toArray();
        }
        assertThat(scores.integratedBrier(sure).value()).isZero();
    }

    @Test
    void without_censoring_the_score_is_the_plain_mean_squared_error() {
        List<WatchedLife> seen = FOUR.stream()
                .map(row -> new WatchedLife(row.machine(), row.life(), row.hours(), true))
                .toList();

        assertThat(new CensoredScores(seen, TIMES)
                        .brier(2.5, new double[] {0.5, 0.5, 0.8, 0.9})
                        .value())
                .isCloseTo((0.25 + 0.25 + 0.04 + 0.01) / 4, within(1e-12));
    }

    @Test
    void a_curve_is_read_on_straight_lines_from_one_on() {
        LifeCurve curve = new LifeCurve(List.of(0.8, 0.2), 10);

        assertThat(curve.at(0)).isEqualTo(1);
        assertThat(curve.at(2.5)).isCloseTo(0.9, within(1e-12));
        assertThat(curve.at(5)).isCloseTo(0.8, within(1e-12));
        assertThat(curve.at(7.5)).isCloseTo(0.5, within(1e-12));
        assertThat(curve.at(10)).isCloseTo(0.2, within(1e-12));
        assertThat(curve.at(99)).isCloseTo(0.2, within(1e-12));
        assertThatThrownBy(() -> new LifeCurve(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agrees_with_plain_loops_on_random_lives() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 30; round++) {
            List<WatchedLife> rows = lives(random);
            double[] surviving =
                    rows.stream().mapToDouble(row -> random.nextDouble()).toArray();
            double[] predicted =
                    rows.stream().mapToDouble(row -> random.nextInt(6)).toArray();
            CensoredScores scores = new CensoredScores(rows, TIMES);
            int[] draw = random.ints(4, 0, 3).toArray();

            assertThat(scores.brier(2, surviving).value(draw)).isCloseTo(brier(rows, 2, surviving, draw), within(1e-9));
            assertThat(scores.concordance(predicted).value(draw))
                    .isCloseTo(concordance(rows, predicted, scores.until(), draw), within(1e-9));
        }
    }

    /** On noise of the true life, censored by chance, the weighted score is that of the whole lives within its interval. */
    @Test
    void weighting_undoes_censoring_by_chance() {
        SplittableRandom random = new SplittableRandom(11);
        List<WatchedLife> whole = new ArrayList<>();
        List<WatchedLife> cut = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            double life = -2 * Math.log(1 - random.nextDouble());
            double watch = 6 * random.nextDouble();
            whole.add(new WatchedLife("m" + i, "m" + i, life, true));
            cut.add(new WatchedLife("m" + i, "m" + i, Math.min(life, watch), life <= watch));
        }
        double[] half = new double[600];
        Arrays.fill(half, 0.3);
        double truth = new CensoredScores(whole, TIMES).brier(3, half).value();

        double plain = cut.stream()
                .filter(row -> row.failed() || row.hours() > 3)
                .mapToDouble(row -> row.hours() > 3 ? 0.49 : 0.09)
                .average()
                .orElseThrow();
        var estimate = new ClusterBootstrap(200, 1).estimate(new CensoredScores(cut, TIMES).brier(3, half));
        assertThat(estimate.low()).isLessThan(truth);
        assertThat(estimate.high()).isGreaterThan(truth);
        assertThat(Math.abs(estimate.value() - truth)).isLessThan(Math.abs(plain - truth));
    }

    private static List<WatchedLife> lives(SplittableRandom random) {
        List<WatchedLife> rows = new ArrayList<>();
        for (int life = 0; life < 14; life++) {
            double end = random.nextInt(12) / 2.0;
            boolean failed = random.nextInt(3) > 0;
            for (int row = 0; row <= random.nextInt(3); row++) {
                rows.add(new WatchedLife("m" + life % 4, "life" + life, end + row, failed));
            }
        }
        return rows;
    }

    private static double weight(List<WatchedLife> rows, WatchedLife row) {
        return 1.0
                / rows.stream().filter(other -> other.life().equals(row.life())).count();
    }

    /** Chance that a watch lasts up to a time, or beyond it. */
    private static double watched(List<WatchedLife> rows, double time, boolean beyond) {
        double share = 1;
        for (double moment : rows.stream()
                .mapToDouble(WatchedLife::hours)
                .distinct()
                .sorted()
                .toArray()) {
            if (moment < time || (beyond && moment == time)) {
                double atRisk = 0;
                double ended = 0;
                for (WatchedLife row : rows) {
                    boolean there = row.hours() > moment || (row.hours() == moment && !row.failed());
                    atRisk += there ? weight(rows, row) : 0;
                    ended += row.hours() == moment && !row.failed() ? weight(rows, row) : 0;
                }
                share *= ended == 0 ? 1 : 1 - ended / atRisk;
            }
        }
        return share;
    }

    private static int times(WatchedLife row, int[] draw) {
        return draw[Integer.parseInt(row.machine().substring(1))];
    }

    private static double brier(List<WatchedLife> rows, double time, double[] surviving, int[] draw) {
        double sum = 0;
        double lives = 0;
        for (int i = 0; i < surviving.length; i++) {
            WatchedLife row = rows.get(i);
            double weight = times(row, draw) * weight(rows, row);
            lives += weight;
            if (row.hours() <= time && row.failed()) {
                sum += weight * Math.pow(surviving[i], 2) / watched(rows, row.hours(), false);
            } else if (row.hours() > time) {
                sum += weight * Math.pow(1 - surviving[i], 2) / watched(rows, time, true);
            }
        }
        return sum / lives;
    }

    private static double concordance(List<WatchedLife> rows, double[] predicted, double until, int[] draw) {
        double right = 0;
        double all = 0;
        for (int i = 0; i < predicted.length; i++) {
            for (int j = 0; j < predicted.length; j++) {
                WatchedLife one = rows.get(i);
                WatchedLife other = rows.get(j);
                boolean longer = other.hours() > one.hours() || (other.hours() == one.hours() && !other.failed());
                if (one.failed()
                        && one.hours() < until
                        && longer
                        && !one.machine().equals(other.machine())) {
                    double weight = times(one, draw)
                            * times(other, draw)
                            * weight(rows, one)
                            * weight(rows, other)
                            / Math.pow(watched(rows, one.hours(), false), 2);
                    all += weight;
                    right += weight * (predicted[i] < predicted[j] ? 1 : predicted[i] == predicted[j] ? 0.5 : 0);
                }
            }
        }
        return right / all;
    }
}
