package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.JobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationTest {

    @TempDir
    static Path folder;

    private static JobContext job;
    private static Metrics metrics;

    @BeforeAll
    static void evaluated() throws IOException {
        job = HeldOutAxes.of(folder);
        metrics = Evaluation.run(job, Optional.empty()).metrics();
    }

    @Test
    void machines_and_sites_that_never_trained_are_judged_by_themselves_and_in_the_card_by_name() {
        assertThat(metrics.newMachines()).isNotNull().satisfies(machines -> {
            assertThat(machines.candidate()).isEqualTo("xgboost");
            assertThat(machines.events()).isEqualTo(HeldOutAxes.failures(HeldOutAxes::isHeldOut));
            assertThat(machines.averagePrecision().value()).isGreaterThan(0.5);
        });
        assertThat(metrics.newSites()).isNotNull().satisfies(sites -> {
            assertThat(sites.events()).isEqualTo(HeldOutAxes.failures(HeldOutAxes::isOfTheSite));
            assertThat(sites.prevalence().n())
                    .isGreaterThan(metrics.newMachines().prevalence().n());
        });
        assertThat(metrics.newGenerations()).isNull();
        assertThat(metrics.folds()).as("they are no tests in time").hasSize(3);
        assertThat(card().parts().get(2).statements())
                .anyMatch(says -> says.startsWith("On machines that never trained (xgboost): average precision "))
                .anyMatch(says -> says.startsWith("On sites that never trained (site-2, xgboost): average precision "));
    }

    @Test
    void the_model_that_sees_failures_coming_is_chosen_and_saves_money() {
        assertThat(metrics.champion().candidate()).isEqualTo("xgboost");
        assertThat(metrics.champion().savedCostPerMachineWeek().low()).isPositive();
        assertThat(metrics.failure().averagePrecision().value())
                .isGreaterThan(
                        metrics.candidates().get("logistic").averagePrecision().value());
    }

    @Test
    void what_speaks_against_the_remaining_life_is_said_beside_a_failure_model_and_does_not_keep_it_back() {
        assertThat(metrics.champion().reasons())
                .noneSatisfy(reason -> assertThat(reason).contains("intervals"));
        assertThat(metrics.champion().lifeObjections())
                .singleElement()
                .asString()
                .startsWith("the intervals hold the truth in 1.000 [1.000, 1.000] (n ");
        assertThat(new EvaluateReport(metrics, folder.resolve("metrics.json")).summary())
                .contains("its remaining life is not to be planned by: the intervals");
    }

    @Test
    void every_baseline_has_the_same_figures() {
        assertThat(metrics.baselines()).containsOnlyKeys("run_to_failure", "age_based", "robust_z", "random");
        metrics.baselines().values().forEach(baseline -> {
            assertThat(baseline.events()).isEqualTo(metrics.failure().events());
            assertThat(baseline.operatingPoints()).containsOnlyKeys("cost_optimal", "alert_budget", "precision_85");
        });
        assertThat(metrics.baselines()
                        .get("run_to_failure")
                        .operatingPoints()
                        .get("cost_optimal")
                        .counts()
                        .hits())
                .isZero();
    }

    @Test
    void the_further_targets_have_their_baselines_too() {
        assertThat(metrics.furtherBaselines()).containsOnlyKeys("fails_within_7d");
        Metrics.Failure further = metrics.failureTargets().get(1);
        assertThat(metrics.furtherBaselines().get("fails_within_7d"))
                .containsOnlyKeys("run_to_failure", "age_based", "robust_z", "random")
                .allSatisfy((name, baseline) -> {
                    assertThat(baseline.name()).isEqualTo(further.name());
                    assertThat(baseline.events()).isEqualTo(further.events());
                });
        assertThat(metrics.components()).as("the log names none").isNull();
    }

    @Test
    void a_point_keeps_its_promise_only_if_every_fold_does_and_says_what_its_validation_showed() {
        Metrics.Point precise = metrics.failure().operatingPoints().get("precision_85");

        assertThat(precise.attained()).isEqualTo(precise.byFold().stream().allMatch(Metrics.FoldThreshold::attained));
        assertThat(precise.byFold()).allSatisfy(fold -> assertThat(fold.reason())
                .matches(
                        fold.attained()
                                ? "precision [01][.]\\d\\d on \\d+ judged alerts"
                                : "precision 0.85 is not shown: .*"));
        assertThat(precise.reason())
                .isIn(precise.byFold().stream()
                        .map(Metrics.FoldThreshold::reason)
                        .toList());
    }

    @Test
    void events_of_the_folds_add_up_to_those_of_the_pooled_tests() {
        assertThat(metrics.folds())
                .extracting(Metrics.Fold::candidate)
                .containsExactly("xgboost", "xgboost", "xgboost");
        assertThat(metrics.folds().stream().mapToLong(Metrics.Fold::events).sum())
                .isEqualTo(metrics.failure().events());
    }

    @Test
    void what_similar_cases_told_is_counted_for_the_chosen_model_beside_the_most_frequent_mode() {
        Metrics.SimilarCases similar = metrics.similarCases();

        assertThat(similar.candidate()).isEqualTo("xgboost");
        assertThat(similar.failures()).isEqualTo(24);
        assertThat(similar.nearestRight().value()).isEqualTo(16 / 24.0);
        assertThat(similar.nearestRight().low()).isBetween(0.3, 0.6);
        assertThat(similar.mostFrequentRight().value()).isEqualTo(6 / 24.0);
        assertThat(similar.modeModelRight().value()).isEqualTo(23 / 24.0);
        assertThat(similar.shown()).isEqualTo(18);
        assertThat(similar.shownNearestRight().value()).isEqualTo(12 / 18.0);
        assertThat(similar.shownMostFrequentRight().value()).isEqualTo(4 / 18.0);
    }

    @Test
    void severities_are_judged_beside_the_rule_where_the_model_speaks_and_it_says_where_it_does_not() {
        Metrics.FailureSeverity severity = metrics.severity();

        assertThat(severity.testsWithModel()).containsExactly(2, 3);
        assertThat(severity.says()).contains("tests [2, 3]", "in tests [1] fewer than");
        assertThat(severity.model().confusion().get(1)).satisfies(medium -> {
            assertThat(medium.get(1)).isPositive();
            assertThat(medium.get(0) + medium.get(2)).isZero();
        });
        assertThat(severity.model().confusion().get(0).get(2)).isPositive();
        assertThat(severity.model().macroAccuracy().value()).isBetween(0.9, 0.999);
        assertThat(severity.model().macroAccuracy().n())
                .isEqualTo(severity.rule().macroAccuracy().n())
                .isEqualTo(rows(severity.model()))
                .isEqualTo(rows(severity.rule()));
        assertThat(severity.levelsSaved().low()).isPositive();
        assertThat(severity.failures()).containsOnlyKeys("low", "medium", "high");
    }

    private static long rows(Metrics.LevelFigures figures) {
        return figures.confusion().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void a_service_that_exchanged_nothing_ends_no_watch() {
        Instant opened = FabricatedFleet.START;
        MachineHistory greased = new EvaluationTables(job.lake(), job.config())
                .histories(
                        Map.of(FabricatedFleet.machine(5), new long[] {opened.toEpochMilli(), opened.toEpochMilli()}))
                .get(FabricatedFleet.machine(5));

        assertThat(greased.preventiveReplacements()).isEmpty();
        assertThat(greased.repairs()).hasSameSizeAs(FabricatedFleet.failures(5));
    }

    @Test
    void the_number_of_looks_stands_beside_the_figures_of_the_summary() {
        assertThat(new EvaluateReport(metrics, folder.resolve("metrics.json")).summary())
                .containsPattern(
                        "average precision [^;]*\\(look 1\\), \\d+ of \\d+ failures foretold at the alert budget"
                                + " \\(look 1\\)")
                .containsPattern("capped RMSE [^;]*\\(look 1\\)");
    }

    @Test
    void recall_by_mode_has_an_interval_over_machines_and_its_failures_add_up() {
        List<EvaluationDetail.Segment> modes = headline().segments().stream()
                .filter(segment -> segment.by().equals("mode"))
                .toList();

        assertThat(modes).extracting(EvaluationDetail.Segment::name).containsExactly("bearing_wear", "belt_wear");
        assertThat(modes.stream().mapToLong(EvaluationDetail.Segment::events).sum())
                .isEqualTo(metrics.failure().events());
        assertThat(modes).allSatisfy(mode -> {
            assertThat(mode.eventRecall().hasInterval()).isTrue();
            assertThat(mode.eventRecall().value())
                    .isBetween(mode.eventRecall().low(), mode.eventRecall().high());
            assertThat(mode.eventRecall().n()).isEqualTo(mode.events());
            assertThat(mode.incumbentRecall().n()).isEqualTo(mode.events());
        });
    }

    @Test
    void failures_of_every_division_add_up_and_ages_and_generations_are_as_a_test_starts() {
        EvaluationDetail.Target headline = headline();

        assertThat(headline.segments())
                .extracting(EvaluationDetail.Segment::by)
                .containsOnly("site", "type", "age", "manufacturer", "mode", "generation");
        for (String by : List.of("site", "type", "age", "manufacturer", "mode", "generation")) {
            assertThat(headline.segments().stream()
                            .filter(segment -> segment.by().equals(by))
                            .mapToLong(EvaluationDetail.Segment::events)
                            .sum())
                    .as(by)
                    .isEqualTo(metrics.failure().events());
        }
        assertThat(names(headline, "age")).containsExactly("under 2 years", "2 to 5 years", "5 to 10 years");
        assertThat(names(headline, "generation")).containsExactly("first", "second");
        assertThat(headline.segments().stream()
                        .filter(segment -> segment.name().equals("second"))
                        .mapToLong(EvaluationDetail.Segment::events)
                        .sum())
                .isEqualTo(failuresOfEveryThirdMachineFromTheSecondTest(headline));
        assertThat(headline.notDivided()).containsOnlyKeys("regime");
        assertThat(headline.notDivided().get("regime")).contains("no regimes");
    }

    private static EvaluationDetail.Target headline() {
        return ResultFiles.read(folder.resolve("evaluation.json"), EvaluationDetail.class, "evaluate")
                .targets()
                .stream()
                .filter(EvaluationDetail.Target::headline)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(EvaluationDetail.Target target, String by) {
        return target.segments().stream()
                .filter(segment -> segment.by().equals(by))
                .map(EvaluationDetail.Segment::name)
                .toList();
    }

    private static long failuresOfEveryThirdMachineFromTheSecondTest(EvaluationDetail.Target target) {
        List<String> replaced = IntStream.range(0, FabricatedFleet.MACHINES)
                .filter(m -> m % 3 == 0)
                .mapToObj(FabricatedFleet::machine)
                .toList();
        return target.events().stream()
                .filter(event -> event.fold() >= 2 && replaced.contains(event.equipmentId()))
                .count();
    }

    @Test
    void what_moves_the_chosen_model_stands_by_family_with_how_stable_it_is() {
        assertThat(metrics.importance().shareByFamily()).containsOnlyKeys("vibration", "temperature");
        assertThat(metrics.importance().topOverlap().value()).isEqualTo((1 + 2 / 3.0) / 2);
    }

    @Test
    void readings_that_are_missing_are_counted_and_notes_are_held_against_codes() {
        DataFigures.Quality quality =
                ResultFiles.read(folder.resolve("quality.json"), DataFigures.Quality.class, "evaluate");

        assertThat(quality.missing())
                .extracting(DataFigures.Missing::sensor)
                .containsExactly("temperature", "vibration");
        assertThat(quality.missing()).allMatch(sensor -> sensor.expected() == sensor.readings());
        assertThat(quality.notes().naming()).isEqualTo(quality.notes().orders());
        assertThat(quality.notes().same().value())
                .as("every note says bearing, as the code of every other machine does")
                .isBetween(0.3, 0.7);
    }

    @Test
    void remaining_life_is_judged_on_parts_of_the_fleet() {
        EvaluationDetail.Rul rul = ResultFiles.read(
                        folder.resolve("evaluation.json"), EvaluationDetail.class, "evaluate")
                .rul();

        assertThat(rul.segments())
                .extracting(EvaluationDetail.RulSegment::by)
                .containsOnly("site", "type", "age", "manufacturer");
        assertThat(rul.segments()).allSatisfy(segment -> {
            assertThat(segment.units()).isPositive();
            assertThat(segment.rmseCapped().hasInterval()).isTrue();
            assertThat(segment.intervalCoverage().value()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void rows_in_are_accounted_for() {
        Metrics.Data data = metrics.data();

        assertThat(data.rowsIn()).isEqualTo(data.rowsClean() + data.quarantined() + data.duplicatesMerged());
    }

    @Test
    void metrics_read_back_as_they_were_written() {
        Metrics read = ResultFiles.read(folder.resolve("metrics.json"), Metrics.class, "evaluate");

        assertThat(ResultFiles.text(read)).isEqualTo(ResultFiles.text(metrics));
    }

    @Test
    void evaluating_again_gives_the_same_bytes_and_is_the_same_look() throws Exception {
        String first = Files.readString(folder.resolve("metrics.json"));

        Metrics again = Evaluation.run(job, Optional.empty()).metrics();

        assertThat(Files.readString(folder.resolve("metrics.json"))).isEqualTo(first);
        assertThat(again.looks().count()).isEqualTo(1);
    }

    @Test
    void what_if_nothing_were_different_gives_the_figures_and_dearer_false_alarms_cost_more_and_are_fewer() {
        WhatIf champion = WhatIf.of(job.lake(), job.config());
        WhatIf oftenWrong = WhatIf.of(job.lake(), job.config(), "logistic");
        double falseAlarm = job.config().costs().falseAlarm();

        Metrics.Point before = oftenWrong.figures(job.config()).point("cost_optimal");
        Metrics.Point after = oftenWrong
                .figures(PipelineFile.readWith(
                        Path.of(job.config().file()),
                        Map.of(),
                        Optional.of(folder.toString()),
                        Map.of("costs.false_alarm", 50 * falseAlarm)))
                .point("cost_optimal");

        assertThat(ResultFiles.text(champion.figures(job.config()))).isEqualTo(ResultFiles.text(metrics.failure()));
        assertThat(after.threshold()).isGreaterThan(before.threshold());
        assertThat(after.counts().falseAlarms()).isLessThan(before.counts().falseAlarms());
        assertThat(after.costPerMachineWeek().value())
                .isGreaterThan(before.costPerMachineWeek().value());
    }

    @Test
    void log_loss_and_calibration_intercept_stand_beside_the_others_and_are_undefined_in_older_files() {
        Metrics.Failure failure = metrics.failure();
        String older = ResultFiles.text(failure)
                .replace("\"log_loss\"", "\"no_longer\"")
                .replace("\"calibration_intercept\"", "\"no_longer_either\"");

        assertThat(failure.logLoss().value()).isBetween(failure.brier().value(), 1.0);
        assertThat(failure.calibrationIntercept().hasInterval()).isTrue();
        assertThat(ResultFiles.parse(older, Metrics.Failure.class, "a test")).satisfies(read -> {
            assertThat(read.logLoss()).isEqualTo(Estimate.undefined());
            assertThat(read.calibrationIntercept()).isEqualTo(Estimate.undefined());
            assertThat(read.brier()).isEqualTo(failure.brier());
        });
    }

    @Test
    void the_card_names_the_kind_of_push_of_the_champion_and_the_limits_of_the_pipeline_file() {
        Written written = new Written(false, "units");

        assertThat(CardData.pushesOf("xgboost")).startsWith("TreeSHAP").endsWith("log-odds");
        assertThat(CardData.pushesOf("tribuo_forest")).contains("Saabas").doesNotContain("TreeSHAP");
        assertThat(CardData.pushesOf("logistic")).startsWith("coefficients");
        assertThat(CardData.pushesOf("ensemble")).contains("members");
        assertThat(new CardUpkeep(job.config(), metrics, written)
                        .upkeep()
                        .statements()
                        .get(2))
                .contains(
                        job.config().monitoring().newFailures() + " failures have come since the training",
                        "a type of equipment was not in the training")
                .doesNotContain("leaves its interval");
    }

    private static ModelCard card() {
        return new CardWriter(
                        job.config(),
                        metrics,
                        ResultFiles.read(folder.resolve("evaluation.json"), EvaluationDetail.class, "evaluate"),
                        ResultFiles.read(folder.resolve("quality.json"), DataFigures.Quality.class, "evaluate"),
                        CardFacts.of(job.lake(), job.config(), metrics.judged(), false, folder))
                .card("test-run");
    }

    @Test
    void the_card_has_ten_parts_and_no_interval_without_its_count_and_the_number_of_looks() {
        ModelCard card = card();

        assertThat(card.parts()).extracting(ModelCard.Part::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(ModelCardPage.html(card))
                .contains(
                        "training period (xgboost in 3 of 3)",
                        "Registered is xgboost, which costs least",
                        "Worst with at least 10 failures",
                        "Not by regime: there are no regimes",
                        "Warning time",
                        "Fitted again 2 times",
                        "Monotonic check",
                        "Known spurious drivers",
                        "not signed by maintenance",
                        "Readings that are missing",
                        "notes name a component",
                        "at least 0.2 interquartile ranges",
                        "Expires on 2025-10-30 00:00 UTC",
                        "Libraries: java ",
                        "Rebuilt bit for bit: not tried",
                        "Leak audit: not run before this card was written",
                        "Intervals of remaining life are not calibrated");
        assertThat(ModelCardPage.html(card.rebuilt(true)))
                .contains("Rebuilt bit for bit: yes.")
                .doesNotContain("not tried");
        assertThat(ModelCardPage.html(card.took(Map.of("train", 12.0)))).contains("Run time: train 12.0 s.");
        assertThat(ModelCardPage.html(card)).contains("<h2>10. ").doesNotContain("null", "NaN");
        card.parts().stream()
                .flatMap(part -> part.statements().stream())
                .filter(statement -> statement.contains(" ["))
                .forEach(statement -> assertThat(statement).contains("(n "));
        assertThat(card.parts().get(0).statements().stream().filter(statement -> statement.contains(" [")))
                .isNotEmpty()
                .allMatch(statement -> statement.endsWith("(look 1)."));
    }

    @Test
    void another_look_at_a_used_test_window_needs_a_reason(@TempDir Path other) {
        JobContext first = FabricatedFleet.withSignal(other);
        Evaluation.run(first, Optional.empty());
        first.lake()
                .overwrite(
                        first.lake().read("labels").limit(1000).coalesce(1),
                        io.millwright.features.table.Labels.TABLE,
                        java.util.Map.of());
        FabricatedFleet.trained(first.lake(), first.config(), "of fewer labels");

        assertThatThrownBy(() -> Evaluation.run(first, Optional.empty()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("--look-again");
    }

    @Test
    void a_fleet_without_signal_promotes_nobody(@TempDir Path other) {
        Metrics without = Evaluation.run(FabricatedFleet.withoutSignal(other), Optional.empty())
                .metrics();

        assertThat(without.champion().promoted()).isFalse();
        assertThat(without.champion().reasons()).isNotEmpty();
    }
}
