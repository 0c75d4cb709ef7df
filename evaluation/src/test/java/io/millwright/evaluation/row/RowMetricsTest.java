package io.millwright.evaluation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowMetricsTest {

    @Test
    void average_precision_of_a_ranking_worked_by_hand() {
        RowMetrics metrics = rows(new double[] {.9, .8, .7, .6}, true, false, true, false);

        assertThat(metrics.averagePrecision().value()).isCloseTo(0.5 * 1 + 0.5 * 2 / 3, within(1e-12));
    }

    @Test
    void equal_scores_are_never_told_apart() {
        RowMetrics tied = rows(new double[] {.5, .5, .5, .5}, true, false, false, false);
        RowMetrics tiedOtherwise = rows(new double[] {.5, .5, .5, .5}, false, false, false, true);

        assertThat(tied.averagePrecision().value()).isEqualTo(0.25);
        assertThat(tiedOtherwise.averagePrecision().value()).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ranking_figures_agree_with_their_definitions_on_every_draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 20 + random.nextInt(80);
        int clusters = 2 + random.nextInt(6);
        double[] score = new double[n];
        boolean[] positive = new boolean[n];
        int[] cluster = new int[n];
        for (int i = 0; i < n; i++) {
            score[i] = random.nextInt(12) / 12.0;
            positive[i] = i == 0 || random.nextInt(4) == 0;
            cluster[i] = i % clusters;
        }
        RowMetrics metrics = RowMetrics.of(score, positive, cluster, clusters);

        for (int draw = 0; draw < 20; draw++) {
            int[] multiplicity = random.ints(clusters, 0, 3).toArray();
            multiplicity[0] = 1;
            assertThat(metrics.averagePrecision().value(multiplicity))
                    .isCloseTo(NaiveRanking.averagePrecision(score, positive, cluster, multiplicity), within(1e-12));
            assertThat(metrics.areaUnderRoc().value(multiplicity))
                    .isCloseTo(NaiveRanking.areaUnderRoc(score, positive, cluster, multiplicity), within(1e-12));
        }
    }

    @Test
    void a_random_score_reaches_the_prevalence() {
        SplittableRandom random = new SplittableRandom(2);
        int n = 20_000;
        double[] score = random.doubles(n).toArray();
        boolean[] positive = new boolean[n];
        for (int i = 0; i < n; i++) {
            positive[i] = random.nextInt(10) == 0;
        }
        RowMetrics metrics = rows(score, positive);

        assertThat(metrics.averagePrecision().value())
                .isCloseTo(metrics.prevalence().value(), within(0.01));
        assertThat(metrics.areaUnderRoc().value()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void without_positives_ranking_figures_are_undefined() {
        RowMetrics metrics = rows(new double[] {.1, .2}, false, false);
        ClusterBootstrap bootstrap = new ClusterBootstrap(50, 1);

        assertThat(bootstrap.estimate(metrics.averagePrecision())).isEqualTo(Estimate.undefined());
        assertThat(bootstrap.estimate(metrics.areaUnderRoc())).isEqualTo(Estimate.undefined());
        assertThat(bootstrap.estimate(metrics.calibration().slope())).isEqualTo(Estimate.undefined());
        assertThat(metrics.brier().value()).isCloseTo((.01 + .04) / 2, within(1e-12));
    }

    @Test
    void brier_and_log_loss_worked_by_hand() {
        RowMetrics metrics = rows(new double[] {.8, .4}, true, false);

        assertThat(metrics.brier().value()).isCloseTo((.04 + .16) / 2, within(1e-12));
        assertThat(metrics.logLoss().value()).isCloseTo(-(Math.log(.8) + Math.log(.6)) / 2, within(1e-12));
    }

    @Test
    void honest_probabilities_have_slope_one_and_intercept_zero() {
        RowMetrics honest = simulated(40_000, 1, 0, 3);

        assertThat(honest.calibration().slope().value()).isCloseTo(1, within(0.05));
        assertThat(honest.calibration().intercept().value()).isCloseTo(0, within(0.07));
    }

    @Test
    void probabilities_twice_as_extreme_as_the_truth_have_slope_one_half() {
        assertThat(simulated(40_000, 2, 0, 4).calibration().slope().value()).isCloseTo(0.5, within(0.03));
    }

    @Test
    void the_one_step_interval_of_the_slope_is_close_to_refitting_every_draw() {
        RowMetrics metrics = simulated(4_000, 1, 0, 5);
        Estimate oneStep =
                new ClusterBootstrap(300, 8).estimate(metrics.calibration().slope());

        double[] refitted = refittedSlopes(300);
        assertThat(oneStep.low()).isCloseTo(refitted[7], within(0.05));
        assertThat(oneStep.high()).isCloseTo(refitted[292], within(0.05));
    }

    @Test
    void classes_parted_perfectly_have_no_slope() {
        RowMetrics parted = rows(new double[] {.1, .2, .8, .9}, false, false, true, true);

        assertThat(parted.calibration().slope().n()).isZero();
    }

    @Test
    void reliability_bins_hold_all_rows_in_rising_order_and_never_part_equal_probabilities() {
        SplittableRandom random = new SplittableRandom(6);
        double[] score =
                random.doubles(1000).map(p -> Math.round(p * 30) / 30.0).toArray();
        boolean[] positive = new boolean[1000];
        for (int i = 0; i < 1000; i++) {
            positive[i] = random.nextDouble() < score[i];
        }

        List<ReliabilityBin> curve = rows(score, positive).reliability(10);

        assertThat(curve).hasSizeBetween(9, 10);
        assertThat(curve.stream().mapToLong(ReliabilityBin::n).sum()).isEqualTo(1000);
        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(a.meanPredicted(), b.meanPredicted()));
        assertThat(curve)
                .allSatisfy(bin -> assertThat(bin.observedShare()).isCloseTo(bin.meanPredicted(), within(0.15)));
        assertThat(rows(new double[] {.5, .5, .5}, true, false, false).reliability(10))
                .containsExactly(new ReliabilityBin(.5, 1 / 3.0, 3));
    }

    @Test
    void unlabelled_rows_are_in_no_figure() {
        ScoredRows rows = ScoredRows.builder()
                .add("b", 2, .9, Label.POSITIVE)
                .add("a", 1, .1, Label.NEGATIVE)
                .add("a", 2, .99, Label.of(null))
                .build();

        assertThat(rows.metrics().averagePrecision().value()).isEqualTo(1);
        assertThat(rows.prevalence().value()).isEqualTo(0.5);
        assertThat(rows.prevalence().n()).isEqualTo(2);
        assertThat(rows.machines()).containsExactly("a", "b");
    }

    @Test
    void rows_are_ordered_by_subject_and_time_and_a_row_given_twice_is_refused() {
        ScoredRows.Builder builder = ScoredRows.builder()
                .add("m", "m/b", 5, .2, Label.NEGATIVE)
                .add("m", "m/a", 7, .3, Label.NEGATIVE)
                .add("m", "m/a", 6, .4, Label.NEGATIVE);

        ScoredRows rows = builder.build();

        assertThat(rows.subject(0)).isEqualTo("m/a");
        assertThat(rows.asOfMillis(0)).isEqualTo(6);
        assertThat(rows.score(2)).isEqualTo(.2);
        assertThatThrownBy(() -> builder.add("m", "m/a", 6, .1, Label.NEGATIVE).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m/a");
        assertThatThrownBy(() -> builder.add("m", 1, Double.NaN, Label.NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] refittedSlopes(int draws) {
        Simulation base = new Simulation(4_000, 1, 0, 5);
        SplittableRandom random = new SplittableRandom(8);
        double[] slopes = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            int[] picks =
                    random.ints(Simulation.CLUSTERS, 0, Simulation.CLUSTERS).toArray();
            slopes[draw] = base.withClusters(picks).calibration().slope().value();
        }
        java.util.Arrays.sort(slopes);
        return slopes;
    }

    private static RowMetrics simulated(int n, double stretch, double shift, long seed) {
        Simulation s = new Simulation(n, stretch, shift, seed);
        return RowMetrics.of(s.probability, s.positive, s.cluster, Simulation.CLUSTERS);
    }

    /** Outcomes drawn from true log-odds; predictions are those log-odds stretched and shifted. */
    private static final class Simulation {
        static final int CLUSTERS = 40;
        final double[] probability;
        final boolean[] positive;
        final int[] cluster;

        Simulation(int n, double stretch, double shift, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            probability = new double[n];
            positive = new boolean[n];
            cluster = new int[n];
            for (int i = 0; i < n; i++) {
                double logit = -1 + 1.5 * random.nextGaussian();
                positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
                probability[i] = 1 / (1 + Math.exp(-(shift + stretch * logit)));
                cluster[i] = i % CLUSTERS;
            }
        }

        RowMetrics withClusters(int[] picks) {
            int perCluster = probability.length / CLUSTERS;
            double[] p = new double[picks.length * perCluster];
            boolean[] y = new boolean[p.length];
            for (int i = 0; i < p.length; i++) {
                int row = picks[i % picks.length] + CLUSTERS * (i / picks.length);
                p[i] = probability[row];
                y[i] = positive[row];
            }
            return rows(p, y);
        }
    }

    private static RowMetrics rows(double[] score, boolean... positive) {
        int[] cluster = new int[score.length];
        for (int i = 0; i < cluster.length; i++) {
            cluster[i] = i % 2;
        }
        return RowMetrics.of(score, positive, cluster, 2);
    }
}
