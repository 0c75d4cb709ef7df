package io.millwright.fleet.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.fleet.Scenario;
import io.millwright.fleet.grade.GradedReport.SingleFeature;
import io.millwright.fleet.grade.RunResult.Found;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Ending;
import io.millwright.fleet.grade.Truth.PlantedFault;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two machines, thirty days, known answers. A fails at noon of day 20 after ten days of degradation and is foretold on day 18;
 * B fails at noon of day 15 out of nothing and has a false alarm on day 5.
 */
class FleetGraderTest {
    private static final Instant FIRST = Instant.parse("2025-02-01T00:00:00Z");
    private static final Story FORETOLD =
            new Story("A", "belt_wear", true, day(10), day(20.5), Ending.FAILURE, day(21), 2_000);
    private static final Story SUDDEN =
            new Story("B", "electrical", false, day(15.5), day(15.5), Ending.FAILURE, day(16), Double.NaN);

    private static final GradedReport REPORT = FleetGrader.grade(List.of(exam("")));

    @Test
    void counts_hits_false_alarms_and_lead_of_events_with_a_precursor() {
        EventReport events = REPORT.withPrecursor().operatingPoints().get(OperatingPoints.PRECISION_85);

        assertThat(events.events()).isEqualTo(1);
        assertThat(events.detected()).isEqualTo(1);
        assertThat(events.hits()).isEqualTo(1);
        assertThat(events.falseAlarms()).isEqualTo(1);
        assertThat(events.eventPrecision().value()).isEqualTo(0.5);
        assertThat(events.medianLeadHours().value()).isEqualTo(60);
    }

    @Test
    void an_alert_that_stands_is_raised_again_when_it_has_cooled_down() {
        List<Prediction> standing = predictions().stream()
                .map(each -> each.machine().equals("B") && each.asOf().isBefore(day(10)) ? with(each, 0.9) : each)
                .toList();

        assertThat(falseAlarms(standing, Duration.ofHours(72))).isEqualTo(3);
        assertThat(falseAlarms(standing, Duration.ofHours(24))).isEqualTo(9);
    }

    private static long falseAlarms(List<Prediction> predictions, Duration coolDown) {
        Exam exam = exam("", Scenario.DEFAULT, Duration.ofHours(78), coolDown, predictions, 0.95);
        return FleetGrader.grade(List.of(exam))
                .withPrecursor()
                .operatingPoints()
                .get(OperatingPoints.PRECISION_85)
                .falseAlarms();
    }

    private static Prediction with(Prediction each, double p) {
        return new Prediction(
                each.machine(),
                each.asOf(),
                p,
                each.fold(),
                each.testFrom(),
                each.testTo(),
                each.mode(),
                each.severity(),
                each.rulMedianHours());
    }

    @Test
    void sudden_failures_count_among_all_events_only() {
        EventReport events = REPORT.all().operatingPoints().get(OperatingPoints.PRECISION_85);

        assertThat(events.events()).isEqualTo(2);
        assertThat(events.eventRecall().value()).isEqualTo(0.5);
        assertThat(events.medianLeadHours().value()).isEqualTo(30);
    }

    @Test
    void a_threshold_nothing_reaches_alerts_never() {
        EventReport events = REPORT.withPrecursor().operatingPoints().get(OperatingPoints.ALERT_BUDGET);

        assertThat(events.detected()).isZero();
        assertThat(events.hits() + events.falseAlarms()).isZero();
    }

    @Test
    void average_precision_leaves_out_what_lies_between_onset_and_zone() {
        assertThat(REPORT.withPrecursor().averagePrecision().value()).isCloseTo(0.25 + 1.0 / 3, within(1e-12));
        int days = 29;
        int positives = 2;
        int leftOut = 9;
        int afterSudden = 1;
        assertThat(REPORT.withPrecursor().averagePrecision().n()).isEqualTo(2 * days - leftOut - afterSudden);
        assertThat(REPORT.withPrecursor().prevalence().value())
                .isCloseTo(positives / (2.0 * days - leftOut - afterSudden), within(1e-12));
    }

    @Test
    void rul_error_is_relative_to_the_true_sum() {
        assertThat(REPORT.rulErrors().run().value()).isCloseTo(9 * 12 / (24 * 49.5), within(1e-9));
        assertThat(REPORT.rulErrors().run().n()).isEqualTo(9);
        assertThat(REPORT.rulErrors().oracle().n())
                .as("no other machine degraded")
                .isZero();
    }

    @Test
    void the_cost_saved_is_of_all_machines_and_foresight_saves_what_shows_itself() {
        double plain = 410 + 400;

        assertThat(REPORT.savedCost().model().value()).isCloseTo((plain - 105 - 405) / plain, within(1e-12));
        assertThat(REPORT.savedCost().foresight().value()).isCloseTo((plain - 100 - 400) / plain, within(1e-12));
        GradedReport pooled = FleetGrader.grade(List.of(exam("1/"), exam("2/")));
        assertThat(pooled.savedCost().model().value())
                .isCloseTo(REPORT.savedCost().model().value(), within(1e-12));
        assertThat(pooled.savedCost().model().n()).isEqualTo(4);
    }

    @Test
    void the_mode_is_judged_where_the_alert_was_raised() {
        assertThat(REPORT.modeAccuracy().value()).isEqualTo(1);
        assertThat(REPORT.modeAccuracy().n()).isEqualTo(1);
    }

    @Test
    void the_severity_is_judged_by_the_runs_thresholds_on_the_true_cost() {
        assertThat(REPORT.severities().confusion())
                .containsExactly(List.of(0L, 0L, 0L), List.of(0L, 0L, 1L), List.of(0L, 0L, 0L));
        assertThat(REPORT.severities().macroAccuracy().value()).isZero();
        assertThat(REPORT.severities().levelError().value()).isEqualTo(1);
        assertThat(REPORT.severities().levelError().n()).isEqualTo(1);
    }

    @Test
    void missed_events_are_named_with_their_reason() {
        assertThat(REPORT.missed()).singleElement().satisfies(missed -> {
            assertThat(missed.equipmentId()).isEqualTo("B");
            assertThat(missed.reason()).startsWith("sudden");
            assertThat(missed.highestP()).isEqualTo(0.1);
            assertThat(missed.threshold()).isEqualTo(0.5);
        });
    }

    @Test
    void planted_faults_match_by_kind_machine_sensor_and_time() {
        assertThat(REPORT.faults().get("stuck")).isEqualTo(new FaultGrade(2, 1, 2, 1));
        assertThat(REPORT.faults().get("stuck").recall()).isEqualTo(0.5);
        assertThat(REPORT.faults().get("spike")).isEqualTo(new FaultGrade(0, 0, 1, 0));
    }

    @Test
    void true_health_is_the_ceiling() {
        assertThat(REPORT.oracle().averagePrecision().value()).isEqualTo(1);
        assertThat(REPORT.oracle().events().eventRecall().value()).isEqualTo(1);
    }

    @Test
    void a_feature_that_marks_the_zone_is_found_and_named() {
        assertThat(REPORT.bestFeatures().get(0)).isEqualTo(new SingleFeature("speed_mean_24h", "-", 1.0));
        assertThat(REPORT.bestFeatures()).extracting(SingleFeature::feature).contains("torque_mean_24h");
    }

    @Test
    void pooled_runs_are_different_machines() {
        GradedReport pooled = FleetGrader.grade(List.of(exam("1/"), exam("2/")));

        assertThat(pooled.all()
                        .operatingPoints()
                        .get(OperatingPoints.PRECISION_85)
                        .events())
                .isEqualTo(4);
        assertThat(pooled.withPrecursor().averagePrecision().value())
                .isCloseTo(REPORT.withPrecursor().averagePrecision().value(), within(1e-12));
        assertThat(pooled.missed()).hasSize(2);
        assertThat(pooled.faults().get("stuck").planted()).isEqualTo(4);
    }

    @Test
    void every_mode_and_site_with_thirty_failures_is_judged_by_itself() {
        assertThat(FleetGrader.grade(seeds(29)).parts()).isEmpty();
        List<GradedReport.Part> parts = FleetGrader.grade(seeds(30)).parts();

        assertThat(parts).extracting(GradedReport.Part::name).containsExactly("belt_wear", "site-1");
        GradedReport.Part mode = parts.get(0);
        assertThat(mode.by()).isEqualTo("mode");
        assertThat(mode.events().events()).isEqualTo(30);
        assertThat(mode.events().falseAlarms())
                .as("the alert on B named the mode though nothing developed")
                .isEqualTo(30);
        assertThat(mode.bars())
                .extracting(Bar::figure, Bar::verdict)
                .contains(
                        tuple("event_recall", Bar.Verdict.MET),
                        tuple("event_precision", Bar.Verdict.MISSED),
                        tuple("average_precision", Bar.Verdict.MISSED));
        GradedReport.Part site = parts.get(1);
        assertThat(site.events().falseAlarms()).as("B is elsewhere").isZero();
        assertThat(site.events().falsePositiveRate().n()).isLessThan(30 * 29);
        assertThat(site.bars()).extracting(Bar::verdict).containsOnly(Bar.Verdict.MET);
        assertThat(site.oracle().events().eventRecall().value()).isEqualTo(1);
    }

    @Test
    void a_false_alarm_counts_in_the_mode_it_names_alone() {
        List<Prediction> named = predictions().stream()
                .map(each -> each.machine().equals("B") ? naming(each, "electrical") : each)
                .toList();
        List<Exam> exams = IntStream.range(0, 30)
                .mapToObj(seed ->
                        exam(seed + "/", Scenario.DEFAULT, Duration.ofHours(78), Duration.ofHours(72), named, 0.95))
                .toList();

        assertThat(FleetGrader.grade(exams).parts().get(0).events().falseAlarms())
                .isZero();
    }

    @Test
    void a_bar_that_the_oracle_misses_too_is_told_apart() {
        Estimate off = Estimate.withoutInterval(0.46, 9);

        assertThat(Bar.ofRulError(off, Estimate.withoutInterval(0.19, 9)).sentence())
                .isEqualTo("rul_error 0.460 (<= 0.20, missed; oracle 0.190)");
        assertThat(Bar.ofRulError(off, Estimate.withoutInterval(0.21, 9)).sentence())
                .isEqualTo("rul_error 0.460 (<= 0.20, missed by the oracle too; oracle 0.210)");
        assertThat(Bar.ofRulError(Estimate.withoutInterval(0.20, 9), off).verdict())
                .isEqualTo(Bar.Verdict.MET);
        assertThat(Bar.ofRulError(Estimate.undefined(), off).verdict()).isEqualTo(Bar.Verdict.NOT_JUDGED);
        assertThat(Bar.ofModeAccuracy(off).verdict()).isEqualTo(Bar.Verdict.MISSED);
    }

    @Test
    void the_default_fleet_alone_has_bars() {
        assertThat(REPORT.bars())
                .extracting(Bar::figure)
                .containsExactly(
                        "event_recall",
                        "event_precision",
                        "average_precision",
                        "false_positive_rate",
                        "rul_error",
                        "mode_accuracy",
                        "improvement");
        Exam planted =
                exam("", Scenario.PLANTED_PRECURSOR, Duration.ofHours(78), Duration.ofHours(72), predictions(), 0.95);
        assertThat(FleetGrader.grade(List.of(planted)).bars()).isEmpty();
    }

    private static List<Exam> seeds(int seeds) {
        return IntStream.range(0, seeds).mapToObj(seed -> exam(seed + "/")).toList();
    }

    private static Prediction naming(Prediction each, String mode) {
        return new Prediction(
                each.machine(),
                each.asOf(),
                each.p(),
                each.fold(),
                each.testFrom(),
                each.testTo(),
                mode,
                each.severity(),
                each.rulMedianHours());
    }

    @Test
    void too_few_events_say_nothing_about_difficulty() {
        assertThat(REPORT.tooEasy()).isEmpty();
    }

    @Test
    void a_fleet_whose_failures_one_feature_or_robust_z_foretells_is_too_easy() {
        GradedReport pooled = FleetGrader.grade(
                IntStream.range(0, 20).mapToObj(seed -> exam(seed + "/")).toList());

        assertThat(pooled.tooEasy())
                .hasValue("fleet too easy: feature speed_mean_24h alone has average precision 1.00");
        EventReport nothing = pooled.withPrecursor().operatingPoints().get(OperatingPoints.ALERT_BUDGET);
        GradedReport.Reference blind =
                new GradedReport.Reference("blind", 0.85, pooled.robustZ().averagePrecision(), nothing);
        assertThat(with(pooled, List.of(new SingleFeature("speed_mean_24h", "-", 0.5)), blind)
                        .tooEasy())
                .isEmpty();
        assertThat(with(pooled, List.of(), pooled.oracle()).tooEasy())
                .hasValue("fleet too easy: robust z has event recall 1.00 at the model's precision");
    }

    private static GradedReport with(
            GradedReport report, List<SingleFeature> features, GradedReport.Reference robustZ) {
        return new GradedReport(
                report.scenario(),
                report.horizonHours(),
                report.minimumLeadHours(),
                report.runs(),
                report.withPrecursor(),
                report.all(),
                report.rulErrors(),
                report.modeAccuracy(),
                report.severities(),
                report.faults(),
                report.oracle(),
                robustZ,
                features,
                report.missed(),
                report.savedCost(),
                report.plantedRecovered(),
                report.parts());
    }

    @Test
    void a_planted_precursor_is_recovered_where_the_budget_foretells_it_within_a_day_of_the_planted_lead() {
        assertThat(recovered(Scenario.PLANTED_PRECURSOR, 78, 0.5)).hasValue(true);
        assertThat(recovered(Scenario.PLANTED_PRECURSOR, 85, 0.5))
                .as("25 hours later")
                .hasValue(false);
        assertThat(recovered(Scenario.PLANTED_PRECURSOR, 78, 0.95)).as("missed").hasValue(false);
        assertThat(recovered(Scenario.DEFAULT, 78, 0.5)).isEmpty();
    }

    private static Optional<Boolean> recovered(Scenario scenario, long plantedLead, double budgetThreshold) {
        Exam exam =
                exam("", scenario, Duration.ofHours(plantedLead), Duration.ofHours(72), predictions(), budgetThreshold);
        return FleetGrader.grade(List.of(exam)).plantedRecovered();
    }

    @Test
    void undefined_figures_are_null_in_json() {
        Map<String, ?> tree = GradedJson.tree(REPORT);

        assertThat(tree)
                .containsKeys(
                        "events_with_precursor",
                        "all_events",
                        "rul_error",
                        "rul_error_oracle",
                        "rul_error_constant",
                        "mode_accuracy",
                        "severity",
                        "planted_faults",
                        "oracle",
                        "robust_z",
                        "best_single_features",
                        "missed_events",
                        "fleet_too_easy",
                        "bars",
                        "improvement",
                        "improvement_by_foresight",
                        "parts");
        assertThat(tree.toString()).doesNotContain("NaN").doesNotContain("Infinity");
    }

    private static Exam exam(String name) {
        return exam(name, Scenario.DEFAULT, Duration.ofHours(78), Duration.ofHours(72), predictions(), 0.95);
    }

    private static Exam exam(
            String name,
            Scenario scenario,
            Duration plantedLead,
            Duration coolDown,
            List<Prediction> predictions,
            double budgetThreshold) {
        Map<String, Map<Long, Double>> health = new HashMap<>();
        for (int day = 11; day <= 20; day++) {
            health.computeIfAbsent("A", any -> new HashMap<>()).put(day(day).toEpochMilli(), 1 - (day - 10) / 10.5);
        }
        Truth truth = new Truth(
                scenario,
                plantedLead,
                day(60),
                Map.of("A", List.of(FORETOLD), "B", List.of(SUDDEN)),
                Map.of("A", "site-1", "B", "site-2"),
                List.of(
                        new PlantedFault("stuck", "A", "speed", day(2), day(2.5)),
                        new PlantedFault("stuck", "B", "torque", day(3), day(3.5))),
                health);
        RunResult run = new RunResult(
                Horizon.ofHours(72, 24),
                coolDown,
                predictions,
                Map.of(
                        OperatingPoints.PRECISION_85, Map.of(0, 0.5, 1, 0.5),
                        OperatingPoints.ALERT_BUDGET, Map.of(0, budgetThreshold, 1, budgetThreshold)),
                features(),
                List.of(
                        new Found("A", "speed", "stuck", day(2.2), day(2.4)),
                        new Found("A", "torque", "stuck", day(2.2), day(2.4)),
                        new Found("B", "speed", "spike", day(4), day(4.01))),
                Map.of(
                        "A", new RunResult.Cost(100 + 5, 400 + 10, 400, 100),
                        "B", new RunResult.Cost(400 + 5, 400, 400, 100)),
                new RunResult.Grading("cost", 1_500, 4_000));
        return Exam.of(name, truth, run);
    }

    private static List<Prediction> predictions() {
        List<Prediction> predictions = new ArrayList<>();
        for (String machine : List.of("A", "B")) {
            for (int day = 1; day <= 29; day++) {
                double p = 0.1;
                if (machine.equals("A") && day == 18 || machine.equals("B") && day == 5) {
                    p = 0.9;
                } else if (machine.equals("A") && day == 19) {
                    p = 0.8;
                }
                double rul = (20.5 - day) * 24 + 12;
                boolean later = day >= 15;
                predictions.add(new Prediction(
                        machine,
                        day(day),
                        p,
                        later ? 1 : 0,
                        later ? day(15) : day(1),
                        later ? day(30) : day(15),
                        "belt_wear",
                        day == 18 ? "high" : "low",
                        rul));
            }
        }
        return predictions;
    }

    private static FeatureMatrix features() {
        List<String> machines = new ArrayList<>();
        long[] asOf = new long[58];
        float[][] values = new float[2][58];
        for (int i = 0; i < 58; i++) {
            int day = 1 + i % 29;
            machines.add(i < 29 ? "A" : "B");
            asOf[i] = day(day).toEpochMilli();
            values[0][i] = i < 29 && (day == 18 || day == 19) ? -1 : day % 3;
            values[1][i] = day % 5;
        }
        return new FeatureMatrix(machines, asOf, List.of("speed_mean_24h", "torque_mean_24h"), values);
    }

    private static Instant day(double day) {
        return FIRST.plusSeconds(Math.round(day * 86_400));
    }
}
