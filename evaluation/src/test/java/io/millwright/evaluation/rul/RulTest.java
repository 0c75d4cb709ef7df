package io.millwright.evaluation.rul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.rul.ConformalCorrection.CalibrationRow;
import io.millwright.evaluation.rul.ConformalCorrection.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RulTest {

    @Test
    void late_costs_more_than_early() {
        assertThat(NasaScore.of(0)).isZero();
        assertThat(NasaScore.of(10)).isCloseTo(Math.E - 1, within(1e-12));
        assertThat(NasaScore.of(-13)).isCloseTo(Math.E - 1, within(1e-12));
    }

    @Test
    void errors_worked_by_hand_uncapped_and_capped() {
        RulMetrics metrics = new RulMetrics(
                List.of(new RulPrediction("a", 130, 100, 150, 140), new RulPrediction("b", 23, 10, 22, 20)));

        assertThat(metrics.rmse().value()).isCloseTo(Math.sqrt((100 + 9) / 2.0), within(1e-12));
        assertThat(metrics.mae().value()).isCloseTo(6.5, within(1e-12));
        assertThat(metrics.nasaScoreSum().value()).isCloseTo(Math.exp(10 / 13.0) + Math.exp(0.3) - 2, within(1e-12));
        assertThat(metrics.nasaScoreMean().value())
                .isCloseTo(metrics.nasaScoreSum().value() / 2, within(1e-12));
        assertThat(metrics.lateShare(2).value()).isEqualTo(0.5);
        assertThat(metrics.capped(125).rmse().value()).isCloseTo(Math.sqrt(9 / 2.0), within(1e-12));
        assertThat(metrics.capped(125).intervalMeanWidth().value()).isCloseTo((25 + 12) / 2.0, within(1e-12));
        assertThat(metrics.decisionZone(30).mae().value()).isEqualTo(3);
    }

    @Test
    void interval_scores_and_quantiles_worked_by_hand() {
        RulMetrics metrics = new RulMetrics(List.of(
                new RulPrediction("a", 50, 40, 60, 45),
                new RulPrediction("b", 50, 40, 60, 70),
                new RulPrediction("b", 50, 40, 60, 30),
                new RulPrediction("c", 60, Double.NaN, Double.NaN, 50)));

        assertThat(metrics.winklerScore(0.8).value())
                .as("width, and ten times as far as the truth lies outside")
                .isCloseTo(20 + (10 * 10 + 10 * 10) / 3.0, within(1e-12));
        double inside = 0.1 * 5 + 0.5 * 5 + 0.1 * 15;
        double above = 0.1 * 30 + 0.5 * 20 + 0.9 * 10;
        double below = 0.9 * 10 + 0.5 * 20 + 0.1 * 30;
        assertThat(metrics.pinballLoss(0.8).value()).isCloseTo((inside + above + below) / 9, within(1e-12));
        assertThat(metrics.nasaScoreQuantile(0.5).value())
                .as("the second of four")
                .isCloseTo(NasaScore.of(10), within(1e-12));
        assertThat(metrics.nasaScoreQuantile(0.9).value()).isCloseTo(NasaScore.of(20), within(1e-12));
        assertThat(metrics.nasaScoreQuantile(0.25).value()).isCloseTo(NasaScore.of(5), within(1e-12));
        assertThat(metrics.nasaScoreQuantile(0.5).value(new int[] {0, 1, 0}))
                .as("of machine b alone")
                .isCloseTo(NasaScore.of(-20), within(1e-12));
        assertThat(new RulMetrics(List.of()).nasaScoreQuantile(0.5).value()).isNaN();
    }

    @Test
    void coverage_has_its_exact_interval() {
        List<RulPrediction> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new RulPrediction("m" + i, 50, 40, 60, i < 90 ? 50 : 70));
        }

        Estimate coverage = new RulMetrics(rows).intervalCoverage();

        assertThat(coverage.value()).isEqualTo(0.9);
        assertThat(coverage.low()).isCloseTo(0.8238, within(1e-4));
        assertThat(coverage.high()).isCloseTo(0.9510, within(1e-4));
    }

    @Test
    void coverage_of_all_or_none_ends_at_one_or_zero() {
        Estimate all = new RulMetrics(List.of(new RulPrediction("a", 5, 0, 9, 5))).intervalCoverage();
        Estimate none = new RulMetrics(List.of(new RulPrediction("a", 5, 0, 9, 50))).intervalCoverage();

        assertThat(all.high()).isEqualTo(1);
        assertThat(all.low()).isCloseTo(0.025, within(1e-3));
        assertThat(none.low()).isZero();
        assertThat(new RulMetrics(List.of()).intervalCoverage()).isEqualTo(Estimate.undefined());
        assertThat(new RulMetrics(List.of(new RulPrediction("a", 5, Double.NaN, Double.NaN, 5))).intervalCoverage())
                .isEqualTo(Estimate.undefined());
    }

    /** No band has so many lives. */
    private static ConformalCorrection inCommon(List<CalibrationRow> rows, double nominal) {
        return ConformalCorrection.fit(rows, nominal, Integer.MAX_VALUE);
    }

    /** Truths beyond the upper end by 1 to n, a life each. */
    private static List<CalibrationRow> beyond(int n) {
        List<CalibrationRow> rows = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            rows.add(new CalibrationRow("life " + i, "any", 0, 0, 0, i));
        }
        return rows;
    }

    @Test
    void with_one_row_a_life_the_margin_is_the_right_order_statistic() {
        assertThat(inCommon(beyond(9), 0.9).margin()).isEqualTo(9);
        assertThat(inCommon(beyond(9), 0.5).margin()).isEqualTo(5);
        assertThat(inCommon(beyond(9), 0.51).margin()).isEqualTo(6);
        assertThat(inCommon(beyond(9), 0.91).margin()).isInfinite();
        assertThat(inCommon(List.of(), 0.5).margin()).isInfinite();
    }

    @Test
    void a_life_of_many_rows_counts_as_one() {
        List<CalibrationRow> rows = beyond(9);
        for (int i = 0; i < 1_000; i++) {
            rows.add(new CalibrationRow("life 1", "any", 0, 0, 0, 50));
        }

        assertThat(inCommon(rows, 0.8).margin()).isEqualTo(9);
    }

    @Test
    void of_lives_never_seen_one_row_each_is_covered_as_promised() {
        SplittableRandom random = new SplittableRandom(8);
        long covered = 0;
        int runs = 4_000;
        for (int run = 0; run < runs; run++) {
            double margin = inCommon(lives(random, 12, 6), 0.9).margin();
            covered += lives(random, 1, 1).get(0).score() <= margin ? 1 : 0;
        }

        assertThat((double) covered / runs).isBetween(0.89, 0.94);
    }

    /** Lives whose rows are nearly as far from their points as one another. */
    private static List<CalibrationRow> lives(SplittableRandom random, int lives, int most) {
        List<CalibrationRow> rows = new ArrayList<>();
        for (int life = 0; life < lives; life++) {
            double far = random.nextDouble();
            int count = 1 + random.nextInt(most);
            for (int i = 0; i < count; i++) {
                rows.add(new CalibrationRow(Integer.toString(life), "any", 0, 0, 0, far + 0.1 * random.nextDouble()));
            }
        }
        return rows;
    }

    @Test
    void corrected_intervals_cover_as_promised_whatever_the_first_guess() {
        SplittableRandom random = new SplittableRandom(4);
        long covered = 0;
        int runs = 400;
        int fresh = 20;
        for (int run = 0; run < runs; run++) {
            ConformalCorrection correction = inCommon(rows(random, 60), 0.9);
            covered += rows(random, fresh).stream()
                    .filter(row -> holds(correction.apply("any", row.lower(), row.point(), row.upper()), row.truth()))
                    .count();
        }

        assertThat((double) covered / (runs * fresh)).isBetween(0.89, 0.92);
    }

    @Test
    void bands_get_margins_of_their_own_and_small_ones_the_common_margin() {
        List<CalibrationRow> rows = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            rows.add(new CalibrationRow("life " + i, "near", 0, 0, 0, i * 0.1));
            rows.add(new CalibrationRow("life " + i, "far", 0, 0, 0, i));
        }
        rows.add(new CalibrationRow("life 1", "rare", 0, 0, 0, 1));

        ConformalCorrection correction = ConformalCorrection.fit(rows, 0.9, 20);

        assertThat(correction.marginOfBand().get("near")).isCloseTo(3.7, within(1e-9));
        assertThat(correction.marginOfBand().get("far")).isEqualTo(37);
        assertThat(correction.marginOfBand()).doesNotContainKey("rare");
        assertThat(correction.apply("rare", 10, 15, 20))
                .isEqualTo(new Interval(10 - correction.margin(), 20 + correction.margin()));
    }

    @Test
    void a_negative_margin_leaves_at_least_the_point() {
        ConformalCorrection narrowing = new ConformalCorrection(0.9, -8, Map.of());

        assertThat(narrowing.apply("any", 0, 15, 30)).isEqualTo(new Interval(8, 22));
        assertThat(narrowing.apply("any", 0, 4, 10)).isEqualTo(new Interval(4, 4));
    }

    /** Ends on one side of the point are taken to it before they are said, and must be calibrated so. */
    @Test
    void an_interval_always_holds_its_point() {
        ConformalCorrection asIs = new ConformalCorrection(0.9, 0, Map.of());

        assertThat(asIs.apply("any", 12, 10, 15)).isEqualTo(new Interval(10, 15));
        assertThat(new CalibrationRow("a", "any", 12, 10, 15, 11).score()).isLessThanOrEqualTo(0);
        assertThat(new CalibrationRow("a", "any", 12, 10, 15, 10).score()).isLessThanOrEqualTo(0);
        assertThat(new CalibrationRow("a", "any", 12, 10, 15, 9).score()).isPositive();
    }

    private static boolean holds(Interval interval, double truth) {
        return truth >= interval.lower() && truth <= interval.upper();
    }

    private static List<CalibrationRow> rows(SplittableRandom random, int n) {
        List<CalibrationRow> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double truth = 50 + 10 * random.nextGaussian();
            rows.add(new CalibrationRow(Integer.toString(i), "any", 45, 48, 50, truth));
        }
        return rows;
    }
}
