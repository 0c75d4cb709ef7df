package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.evaluation.rul.WatchedLife;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Twenty machines, one row each: the k-th fails after k sixteenths of the cap, but every fourth was only watched for so long. */
class CensoringTrialTest {

    private static final int MACHINES = 20;
    private static final int INTERVALS = 16;
    private static final String CANDIDATE = "weibull_aft";

    private final PipelineConfig config =
            PipelineFile.read(Path.of("../examples/demo-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));
    private final TargetSpec.Rul target = config.targets().rul().orElseThrow();
    private final double step = target.cap().toHours() / (double) INTERVALS;

    private static boolean running(int machine) {
        return machine % 4 == 0;
    }

    private RulRow row(int machine, double said, List<Double> surviving) {
        return said(machine, CANDIDATE, 1, said, surviving);
    }

    private RulRow said(int machine, String candidate, int fold, double said, List<Double> surviving) {
        double hours = machine * step;
        return new RulRow(
                String.format("m%02d", machine),
                0,
                candidate,
                fold,
                said,
                0,
                said,
                running(machine) ? Double.NaN : hours,
                running(machine) ? hours : Double.NaN,
                surviving);
    }

    /** Sure of the truth, or of the opposite. */
    private static List<Double> curve(int machine, boolean right) {
        List<Double> surviving = new ArrayList<>();
        for (int interval = 1; interval <= INTERVALS; interval++) {
            surviving.add((interval < machine) == right ? 1.0 : 0.0);
        }
        return surviving;
    }

    private KaplanMeier learned(double... lives) {
        return KaplanMeier.ofLives(DoubleStream.of(lives)
                .mapToObj(life -> new WatchedLife("m", "l" + life, life * step, true))
                .toList());
    }

    private RulCensored judged(List<RulRow> rows) {
        return new CensoringTrial(config, target)
                .judge(CANDIDATE, OnlyLives.of(rows, List.of(), Map.of(1, learned(8, 99))));
    }

    @Test
    void who_knows_every_life_is_without_error_and_in_order_beside_one_curve_for_all() {
        List<RulRow> rows = new ArrayList<>();
        for (int machine = 1; machine <= MACHINES; machine++) {
            rows.add(row(machine, machine, curve(machine, true)));
            rows.add(said(machine, "cox", 1, -machine, curve(machine, false)));
        }

        RulCensored found = judged(rows);

        assertThat(found.lives()).isEqualTo(20);
        assertThat(found.running()).isEqualTo(5);
        assertThat(found.until()).as("the cap").isEqualTo(16 * step);
        assertThat(found.concordance().value()).isEqualTo(1);
        assertThat(found.noCurve()).isNull();
        assertThat(found.integratedBrier().value()).isZero();
        assertThat(found.brier()).extracting(RulCensored.AtTime::after).contains(4 * step, 8 * step, 12 * step);
        RulCensored.AtTime atHalf = found.brier().stream()
                .filter(at -> at.after() == 8 * step)
                .findFirst()
                .orElseThrow();
        assertThat(atHalf.brier().value()).isZero();
        assertThat(atHalf.brierOfKaplanMeier().value())
                .as("half lives on, whoever it is; what was still running at four sixteenths is made up for")
                .isCloseTo(0.25, within(0.02));
        assertThat(found.integratedBrierSaved().value())
                .isEqualTo(found.integratedBrierOfKaplanMeier().value());
        assertThat(found.integratedBrierSaved().low()).isPositive();
    }

    @Test
    void who_says_a_point_only_has_an_order_and_no_brier_score() {
        List<RulRow> rows = new ArrayList<>();
        for (int machine = 1; machine <= MACHINES; machine++) {
            rows.add(row(machine, -machine, List.of()));
        }
        Collections.reverse(rows);

        RulCensored found = judged(rows);

        assertThat(found.concordance().value()).isZero();
        assertThat(found.noCurve()).contains("no chance to live on");
        assertThat(found.integratedBrier().isDefined()).isFalse();
        assertThat(found.integratedBrierSaved().isDefined()).isFalse();
        assertThat(found.integratedBrierOfKaplanMeier().isDefined()).isTrue();
    }

    @Test
    void a_row_is_held_against_what_its_own_fold_had_learnt() {
        List<RulRow> rows =
                List.of(said(7, CANDIDATE, 1, 7, curve(7, true)), said(15, CANDIDATE, 2, 15, curve(15, true)));

        RulCensored found = new CensoringTrial(config, target)
                .judge(CANDIDATE, OnlyLives.of(rows, List.of(), Map.of(1, learned(7), 2, learned(15))));

        assertThat(found.brier().stream()
                        .filter(at -> at.after() == 12 * step)
                        .findFirst()
                        .orElseThrow()
                        .brierOfKaplanMeier()
                        .value())
                .as("a fold of each, which knew just that life")
                .isZero();
    }

    /** Machines still running are known to have outlived their watch; without them those that fail early would seem the rule. */
    @Test
    void a_row_of_which_nothing_is_known_is_left_out_and_one_still_running_is_not() {
        RulRow unknown = new RulRow("x", 0, CANDIDATE, 1, 5, 0, 9, Double.NaN, Double.NaN, curve(1, true));
        List<RulRow> rows =
                List.of(row(3, 3, curve(3, true)), row(4, 4, curve(4, false)), row(5, 5, curve(5, true)), unknown);

        RulCensored found = judged(rows);

        assertThat(found.lives()).isEqualTo(3);
        assertThat(found.running()).isEqualTo(1);
        assertThat(found.brier().stream()
                        .filter(at -> at.after() <= 4 * step)
                        .findFirst()
                        .orElseThrow()
                        .brier()
                        .isDefined())
                .isTrue();
    }
}
