package io.millwright.training.rul;

import static io.millwright.training.rul.HazardRulTest.average;
import static io.millwright.training.rul.HazardRulTest.meanUpToCap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.registry.Hashes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lives of constant hazard: sound machines last 400 h in the mean, worn ones 100 h; of the sound ones watched to 120 h most still ran. */
class SurvivalModelsTest {

    private final RulRows toTheCap = HazardRulTest.watched(1_600, HazardRulTest.CAP_HOURS);
    private final RulRows shortly = HazardRulTest.watched(1_600, HazardRulTest.WATCHED_HOURS);

    @Test
    void cox_says_how_long_sound_and_worn_ones_last() {
        List<RulEstimate> estimates = CoxRul.fit(toTheCap, 1).orElseThrow().estimates(toTheCap.matrix());

        assertThat(average(estimates, 0)).isCloseTo(meanUpToCap(HazardRulTest.MEAN_OF_SOUND), within(25.0));
        assertThat(average(estimates, 1)).isCloseTo(meanUpToCap(HazardRulTest.MEAN_OF_WORN), within(20.0));
    }

    @Test
    void boosted_aft_learns_from_machines_still_running() {
        List<RulEstimate> estimates =
                BoostedAftRul.fit(shortly, 1).orElseThrow().estimates(shortly.matrix());

        assertThat(average(estimates, 0)).isGreaterThan(140);
        assertThat(average(estimates, 1)).isBetween(50.0, 110.0);
        assertThat(estimates)
                .allSatisfy(
                        each -> assertThat(each.low()).isLessThan(each.median()).isPositive());
    }

    /** Of three machines that go alike one fails at a quarter of the cap, one at the half, and one outlives it. */
    @Test
    void the_baseline_rises_at_each_failure_by_one_over_those_at_risk() {
        List<Double> baseline = CoxRul.breslow(new float[] {80, -400, 160}, new double[] {1, 1, 1}, 320);

        assertThat(baseline.get(6)).isZero();
        assertThat(baseline.get(7)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(baseline.get(15)).isCloseTo(1.0 / 3 + 1.0 / 2, within(1e-12));
        assertThat(baseline.get(31)).isCloseTo(1.0 / 3 + 1.0 / 2, within(1e-12));
    }

    /** The share of like machines that is left at half the cap is known, as their hazard is. */
    @Test
    void their_curves_fall_and_say_how_many_are_left() {
        double soundAtHalf = Math.exp(-HazardRulTest.CAP_HOURS / 2 / HazardRulTest.MEAN_OF_SOUND);
        double wornAtHalf = Math.exp(-HazardRulTest.CAP_HOURS / 2 / HazardRulTest.MEAN_OF_WORN);
        for (RulModel model : List.of(
                CoxRul.fit(toTheCap, 1).orElseThrow(),
                HazardRul.fit(toTheCap, 1).orElseThrow(),
                BoostedAftRul.fit(toTheCap, 1).orElseThrow())) {
            double[][] curves = model.surviving(toTheCap.matrix());

            assertThat(curves).hasDimensions(1_600, curves[0].length);
            for (double[] curve : curves) {
                assertThat(curve[0]).isBetween(0.0, 1.0);
                for (int interval = 1; interval < curve.length; interval++) {
                    assertThat(curve[interval]).isBetween(0.0, curve[interval - 1]);
                }
            }
            assertThat(atHalf(curves, 0)).as(model.getClass().getSimpleName()).isCloseTo(soundAtHalf, within(0.12));
            assertThat(atHalf(curves, 1)).as(model.getClass().getSimpleName()).isCloseTo(wornAtHalf, within(0.12));
        }
        assertThat(ConstantRul.fit(toTheCap).orElseThrow().surviving(toTheCap.matrix()))
                .as("a constant gives none")
                .isEmpty();
    }

    private static double atHalf(double[][] curves, int of) {
        return IntStream.range(0, curves.length)
                .filter(row -> row % 2 == of)
                .mapToDouble(row -> curves[row][curves[row].length / 2 - 1])
                .average()
                .orElseThrow();
    }

    @Test
    void what_their_files_hold_says_the_same() {
        CoxRul cox = CoxRul.fit(shortly, 1).orElseThrow();
        BoostedAftRul aft = BoostedAftRul.fit(shortly, 1).orElseThrow();

        assertThat(CoxRul.read(cox.files()).estimates(shortly.matrix())).isEqualTo(cox.estimates(shortly.matrix()));
        assertThat(BoostedAftRul.read(aft.files()).estimates(shortly.matrix()))
                .isEqualTo(aft.estimates(shortly.matrix()));
        assertThat(Hashes.sha256(BoostedAftRul.fit(shortly, 1).orElseThrow().files()))
                .isEqualTo(Hashes.sha256(aft.files()));
    }

    @Test
    void without_failures_they_have_nothing_to_learn() {
        RulRows few = HazardRulTest.watched(60, HazardRulTest.WATCHED_HOURS);

        assertThat(CoxRul.fit(few, 1)).isEmpty();
        assertThat(BoostedAftRul.fit(few, 1)).isEmpty();
    }
}
