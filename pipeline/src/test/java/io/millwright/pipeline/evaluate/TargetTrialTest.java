package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.FailureEvent;
import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty machines of ten sites and types that fail once each, on day 10; none of the parts has thirty failures. */
final class TargetTrialTest {

    private static final int MACHINES = 40;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final TimeWindow WINDOW = new TimeWindow(START, day(20));
    private static final Estimate CALIBRATED = Estimate.withoutInterval(1, MACHINES);
    private static final Estimate SAVES = new Estimate(2, 1, 3, MACHINES);

    @TempDir
    private java.nio.file.Path folder;

    @Test
    void a_challenger_that_finds_fewer_failures_in_the_whole_fleet_is_kept_out_though_no_part_of_it_is_large_enough() {
        assertThat(objections(32))
                .singleElement()
                .asString()
                .startsWith("event recall at the alert budget in the whole fleet (40 events)");
        assertThat(objections(MACHINES - 2)).as("as many but one in twenty").isEmpty();
    }

    @Test
    void a_registered_champion_of_the_challengers_kind_is_held_against_by_its_own_scores_on_the_tests_it_has() {
        PolicyJudge judge = judge();
        TargetTrial trial = new TargetTrial(judge, histories());
        PolicyOutcome blind = judge.judge(policy(0, 2));
        PolicyOutcome same = judge.judge(policy(MACHINES, 1, 2));

        TargetVerdict better = trial.hold(List.of(policy(MACHINES, 1, 2)), Optional.empty(), Optional.of(blind))
                .orElseThrow();
        TargetVerdict equal = trial.hold(List.of(policy(MACHINES, 1, 2)), Optional.empty(), Optional.of(same))
                .orElseThrow();

        assertThat(better.champion().name()).isEqualTo(better.incumbent().name());
        assertThat(better.incumbent()).isSameAs(blind);
        assertThat(better.challenger().folds())
                .singleElement()
                .satisfies(on -> assertThat(on.fold().fold()).isEqualTo(2));
        assertThat(better.saved().low()).isPositive();
        assertThat(equal.saved().low()).isZero();
        assertThat(equal.saved().high()).isZero();
        assertThat(equal.objections()).isNotEmpty();
    }

    /** A model that foretells the first machines; the first test is of those with an odd number, the second of the others. */
    private static Policy policy(int found, int... tests) {
        List<Policy.OnFold> folds = new ArrayList<>();
        for (int test : tests) {
            ScoredRows.Builder rows = ScoredRows.builder();
            for (int m = test % 2; m < MACHINES; m += 2) {
                for (int day = 0; day < 20; day++) {
                    boolean alert = m < found && day == 8;
                    rows.add("m" + m, day(day).toEpochMilli(), alert ? 0.9 : 0.1, Label.UNLABELLED);
                }
            }
            ScoredRows scored = rows.build();
            TestFold fold = new TestFold(test, WINDOW, WINDOW, 1, 1, MACHINES / 2);
            folds.add(
                    new Policy.OnFold(fold, scored, scored, ScoredRows.builder().build()));
        }
        return new Policy("xgboost", false, false, folds);
    }

    private List<String> objections(int found) {
        TargetTrial trial = new TargetTrial(judge(), histories(), saved -> SAVES);
        return TargetTrial.objections(trial.comparison(foretelling(found), foretelling(MACHINES), CALIBRATED));
    }

    private PolicyJudge judge() {
        PipelineConfig config = PipelineFile.read(FabricatedFleet.yaml(), Map.of(), Optional.of(folder));
        return new PolicyJudge(config.targets().headline().orElseThrow(), config, histories());
    }

    private static Map<String, MachineHistory> histories() {
        Map<String, MachineHistory> histories = new HashMap<>();
        for (int m = 0; m < MACHINES; m++) {
            histories.put(
                    "m" + m,
                    new MachineHistory(
                            "m" + m,
                            MachineFacts.of("s" + m % 10, "t" + m % 10),
                            WINDOW,
                            failure(),
                            List.of(),
                            List.of()));
        }
        return histories;
    }

    /** One test in which the first machines are foretold two days ahead. */
    private static List<PolicyOutcome.OnFold> foretelling(int found) {
        ScoredRows.Builder rows = ScoredRows.builder();
        List<Timeline> timelines = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            timelines.add(Timeline.of("m" + m, WINDOW).withFailures(failure()));
            for (int day = 0; day < 20; day++) {
                boolean alert = m < found && day == 8;
                rows.add("m" + m, day(day).toEpochMilli(), alert ? 0.9 : 0.1, Label.UNLABELLED);
            }
        }
        AlertEvaluator alerts = AlertEvaluator.of(EventRules.of(Horizon.ofHours(72, 24)), timelines, rows.build());
        Map<String, OperatingPoint> points = new HashMap<>();
        for (String name : List.of(OperatingPoints.COST_OPTIMAL, OperatingPoints.ALERT_BUDGET)) {
            points.put(name, new OperatingPoint(name, 0.5, WINDOW, true, "given"));
        }
        TestFold fold = new TestFold(1, WINDOW, WINDOW, 1, 1, MACHINES);
        return List.of(new PolicyOutcome.OnFold(fold, points, alerts));
    }

    private static List<FailureEvent> failure() {
        return List.of(FailureEvent.of(day(10), "belt", "wear"));
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }
}
