package io.millwright.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.PromotionRule.Comparison;
import io.millwright.evaluation.PromotionRule.Kept;
import io.millwright.evaluation.PromotionRule.Promoted;
import io.millwright.evaluation.PromotionRule.Segment;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Baselines;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.SimulatedAlerts;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {

    private static final CostModel COSTS = new CostModel(10, 3, 1);
    private static final PromotionRule RULE = PromotionRule.standard();
    private static final Estimate SAVES = new Estimate(2, 0.5, 3, 40);
    private static final Estimate CALIBRATED = new Estimate(1, 0.9, 1.1, 4000);

    @Test
    void a_challenger_that_saves_beyond_doubt_is_promoted() {
        assertThat(RULE.decide(new Comparison(SAVES, List.of(new Segment("all", 50, 0.7, 0.66)), CALIBRATED)))
                .isEqualTo(new Promoted());
    }

    @Test
    void each_doubt_keeps_the_incumbent_and_is_named() {
        Comparison doubtful = new Comparison(
                new Estimate(1, -0.1, 2, 40),
                List.of(new Segment("north", 30, 0.7, 0.64), new Segment("small", 29, 0.7, 0)),
                new Estimate(1.3, 1.2, 1.4, 4000));

        assertThat(RULE.decide(doubtful)).isInstanceOfSatisfying(Kept.class, kept -> assertThat(kept.reasons())
                .satisfiesExactly(
                        saving -> assertThat(saving).contains("not above 0 beyond doubt"),
                        segment -> assertThat(segment).contains("north", "0.640", "0.700"),
                        slope -> assertThat(slope).contains("1.300")));
    }

    @Test
    void nothing_undefined_promotes() {
        assertThat(RULE.decide(new Comparison(Estimate.undefined(), List.of(), CALIBRATED)))
                .isInstanceOf(Kept.class);
        assertThat(RULE.decide(new Comparison(Estimate.withoutInterval(3, 1), List.of(), CALIBRATED)))
                .isInstanceOf(Kept.class);
        assertThat(RULE.decide(new Comparison(SAVES, List.of(), Estimate.undefined())))
                .isInstanceOf(Kept.class);
        assertThat(RULE.decide(new Comparison(SAVES, List.of(new Segment("all", 40, 0.5, Double.NaN)), CALIBRATED)))
                .isInstanceOf(Kept.class);
    }

    @Test
    void a_against_a_promotes_in_at_most_five_percent_of_200_runs() {
        int promoted = 0;
        for (int run = 0; run < 200; run++) {
            SimulatedAlerts fleet = new SimulatedAlerts(40, 60, 2, run);
            promoted += promotes(fleet, fleet.scoredBy(0.6, 1000 + run), fleet.scoredBy(0.6, 2000 + run), 0.97) ? 1 : 0;
        }

        assertThat(promoted).isLessThanOrEqualTo(10);
    }

    @Test
    void a_challenger_without_signal_never_replaces_run_to_failure() {
        int promoted = 0;
        for (int run = 0; run < 40; run++) {
            SimulatedAlerts before = new SimulatedAlerts(40, 60, 2, run);
            double threshold = OperatingPoints.of(COSTS)
                    .choose(before.scoredBy(0, run), before.window)
                    .get(0)
                    .threshold();
            SimulatedAlerts test = new SimulatedAlerts(40, 60, 2, 500 + run);
            AlertEvaluator challenger = test.scoredBy(0, 600 + run);
            promoted += decides(challenger.tally(Baselines.NEVER), challenger.tally(threshold)) ? 1 : 0;
        }

        assertThat(promoted).isLessThanOrEqualTo(2);
    }

    @Test
    void a_clearly_better_challenger_is_promoted() {
        SimulatedAlerts fleet = new SimulatedAlerts(60, 90, 3, 77);
        EventTally worse = fleet.scoredBy(0.2, 1).tally(1.0);
        EventTally better = fleet.scoredBy(1, 2).tally(1.0);

        assertThat(saved(worse, better).low()).isPositive();
        assertThat(decision(worse, better)).isEqualTo(new Promoted());
        assertThat(saved(better, worse).high()).isNegative();
        assertThat(decision(better, worse)).isInstanceOfSatisfying(Kept.class, kept -> assertThat(kept.reasons())
                .singleElement()
                .asString()
                .contains("is not above 0 beyond doubt"));
    }

    private static boolean promotes(
            SimulatedAlerts fleet, AlertEvaluator incumbent, AlertEvaluator challenger, double threshold) {
        return decides(incumbent.tally(threshold), challenger.tally(threshold));
    }

    private static boolean decides(EventTally incumbent, EventTally challenger) {
        return decision(incumbent, challenger) instanceof Promoted;
    }

    private static PromotionRule.Decision decision(EventTally incumbent, EventTally challenger) {
        return RULE.decide(new Comparison(saved(incumbent, challenger), List.of(), CALIBRATED));
    }

    private static Estimate saved(EventTally incumbent, EventTally challenger) {
        return new ClusterBootstrap(300, 9).estimate(challenger.savedAgainst(incumbent, COSTS));
    }
}
