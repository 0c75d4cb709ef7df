package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import io.millwright.training.table.RulPredictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Forty units with 5 to 122 cycles left, each predicted once by each candidate; the pipeline is that of C-MAPSS, with its five seeds. */
final class RulTrialTest {

    private static final int UNITS = 40;
    private static final long DAY_MS = 86_400_000;

    private final PipelineConfig config = PipelineFile.read(
            Path.of("../examples/cmapss-fd001.yaml"), Map.of("MILLWRIGHT_DATA", "/data"), Optional.empty());

    @Test
    void figures_of_a_list_of_seeds_are_their_mean_and_spread_beside_those_of_the_first() {
        List<RulRow> rows = new ArrayList<>();
        for (int i = 0; i < seeds().size(); i++) {
            rows.addAll(off(i == 0 ? RulPredictions.BOOSTED : RulPredictions.boosted(seeds().get(i)), i + 1));
        }
        rows.addAll(constant());

        RulTrial.Verdict verdict = judged(rows);

        Metrics.RulSeeds found = verdict.champion().seeds();
        assertThat(verdict.champion().rmseCapped().value()).isCloseTo(1, within(1e-9));
        assertThat(found.rmseCapped().value()).isCloseTo(3, within(1e-9));
        assertThat(found.rmseCapped().low()).isCloseTo(1, within(1e-9));
        assertThat(found.rmseCapped().high()).isCloseTo(5, within(1e-9));
        assertThat(found.rmseCapped().sd()).isCloseTo(Math.sqrt(2.5), within(1e-9));
        assertThat(found.rmseCapped().n()).isEqualTo(5);
        assertThat(found.each()).extracting(Metrics.RulSeed::seed).isEqualTo(seeds());
        assertThat(found.each().get(4).coverageByBand().values().stream()
                        .mapToLong(Estimate::n)
                        .sum())
                .isEqualTo(UNITS);
    }

    @Test
    void a_model_that_is_no_better_than_a_constant_life_is_objected_to_whatever_else_is_compared() {
        List<RulRow> rows = off(RulPredictions.BOOSTED, 60);
        rows.addAll(constant());

        assertThat(judged(rows).baseline()).isEqualTo("constant");
        assertThat(judged(rows).objections()).anySatisfy(objection -> assertThat(objection)
                .startsWith("the capped error is not smaller than that of a constant life beyond doubt"));
        List<RulRow> better = off(RulPredictions.BOOSTED, 5);
        better.addAll(constant());
        assertThat(judged(better).objections())
                .noneSatisfy(objection -> assertThat(objection).contains("a constant life"));
    }

    /** Every other unit is said twenty cycles too late. */
    @Test
    void near_the_end_it_is_told_how_far_off_and_how_often_too_late() {
        Metrics.DecisionZone zone =
                judged(off(RulPredictions.BOOSTED, 20)).champion().decisionZone();

        assertThat(zone.longest()).isEqualTo(50);
        assertThat(zone.mae().value()).isCloseTo(20, within(1e-9));
        assertThat(zone.mae().n()).isEqualTo(16);
        assertThat(zone.lateBy()).isEqualTo(12);
        assertThat(zone.lateShare().value()).isEqualTo(0.5);
    }

    /** A long life that is held at each of nine moments, and a short one of the same machine that is missed at its only one. */
    @Test
    void of_a_fleet_each_life_counts_as_one_however_many_moments_it_is_met_at() {
        PipelineConfig fleet =
                PipelineFile.read(Path.of("../examples/demo-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));
        List<RulRow> rows = new ArrayList<>();
        for (int day = 0; day < 9; day++) {
            double left = 24.0 * (10 - day);
            rows.add(RulRow.of("m", day * DAY_MS, RulPredictions.BOOSTED, left, left - 1, left + 1, left));
        }
        rows.add(RulRow.of("m", 20 * DAY_MS, RulPredictions.BOOSTED, 100, 90, 110, 24));

        Estimate coverage = new RulTrial(fleet, fleet.targets().rul().orElseThrow())
                .hold(OnlyLives.of(rows, List.of(), Map.of()))
                .orElseThrow()
                .champion()
                .intervalCoverage();

        assertThat(coverage.value()).isEqualTo(0.5);
        assertThat(coverage.n()).isEqualTo(2);
    }

    /** Of forty units those of 5 to 62 cycles are met 62 cycles before they end; what is said is ten cycles too long below 63, far off above. */
    @Test
    void of_test_units_the_rows_before_their_last_tell_how_well_they_were_foretold_at_a_lead() {
        List<RulRow> tests = off(RulPredictions.BOOSTED, 20);
        List<RulRow> before = new ArrayList<>();
        for (RulRow last : tests) {
            for (int back = 1; back <= 60; back++) {
                double truth = last.truth() + back;
                double said = truth + (truth < 63 ? 10 : 100);
                before.add(RulRow.of(last.machine(), -back * 3_600_000L, "cox", truth, truth, truth, truth));
                before.add(RulRow.of(last.machine(), -back * 3_600_000L, last.candidate(), said, said, said, truth));
            }
        }

        RulAtLeads found = new RulTrial(config, config.targets().rul().orElseThrow())
                .hold(OnlyLives.of(tests, before, Map.of()))
                .orElseThrow()
                .champion()
                .atLeads();

        assertThat(found.alpha()).isEqualTo(0.2);
        assertThat(found.step()).isEqualTo(1);
        assertThat(found.leads()).extracting(RulAtLeads.AtLead::lead).containsExactly(31.25, 62.5, 93.75);
        assertThat(found.leads().get(0).lives()).as("those of 5 to 32 cycles").isEqualTo(10);
        assertThat(found.leads().get(0).right()).isZero();
        assertThat(found.leads().get(1).lives()).as("those of 5 to 62 cycles").isEqualTo(20);
        assertThat(found.leads().get(2).lives()).as("those of 35 to 92 cycles").isEqualTo(20);
        assertThat(found.leads().get(2).hitRate().n()).isEqualTo(20);
    }

    /** Twenty hours before its end a life is looked at every day, and one of two is said within a fifth. */
    @Test
    void of_a_fleet_each_life_is_judged_once_at_each_lead() {
        PipelineConfig fleet =
                PipelineFile.read(Path.of("../examples/demo-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));
        TargetSpec.Rul target = fleet.targets().rul().orElseThrow();
        double half = target.cap().toHours() / 2.0;
        double step = fleet.features().asOfEvery().toMinutes() / 60.0;
        List<RulRow> rows = new ArrayList<>();
        for (int back = 0; back < 5; back++) {
            double truth = half + back * step;
            long asOf = Math.round((2_000 - truth) * 3_600_000);
            rows.add(RulRow.of("m", asOf, RulPredictions.BOOSTED, 1.1 * truth, 0, 0, truth));
            rows.add(RulRow.of("n", asOf, RulPredictions.BOOSTED, 1.3 * truth, 0, 0, truth));
        }

        List<RulAtLeads.AtLead> leads = new RulTrial(fleet, target)
                .hold(OnlyLives.of(rows, List.of(), Map.of()))
                .orElseThrow()
                .champion()
                .atLeads()
                .leads();

        assertThat(leads)
                .as("parts of the cap, and the horizon")
                .extracting(RulAtLeads.AtLead::lead)
                .containsExactly(72.0, half / 2, half, 1.5 * half);
        RulAtLeads.AtLead found = leads.get(2);
        assertThat(found.lives()).isEqualTo(2);
        assertThat(found.right()).isEqualTo(1);
        assertThat(found.hitRate().value()).isEqualTo(0.5);
    }

    private List<Long> seeds() {
        return config.targets().rul().orElseThrow().seeds();
    }

    private RulTrial.Verdict judged(List<RulRow> rows) {
        return new RulTrial(config, config.targets().rul().orElseThrow())
                .hold(OnlyLives.of(rows, List.of(), Map.of()))
                .orElseThrow();
    }

    /** Too long and too short by turns. */
    private static List<RulRow> off(String candidate, double cycles) {
        List<RulRow> rows = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            double said = truth(unit) + (unit % 2 == 0 ? cycles : -cycles);
            rows.add(RulRow.of(machine(unit), 0, candidate, said, said - 10, said + 10, truth(unit)));
        }
        return rows;
    }

    private static List<RulRow> constant() {
        List<RulRow> rows = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            rows.add(RulRow.of(machine(unit), 0, "constant", 63, 5, 122, truth(unit)));
        }
        return rows;
    }

    private static String machine(int unit) {
        return String.format("test-%02d", unit);
    }

    private static double truth(int unit) {
        return 5 + 3 * unit;
    }
}
