package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.row.OrdinalMetrics;
import io.millwright.fleet.Scenario;
import io.millwright.fleet.grade.EventGrades.Score;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.GradedReport.Group;
import io.millwright.fleet.grade.GradedReport.Reference;
import io.millwright.fleet.grade.GradedReport.SingleFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;

/** The {@code grade} job: reads a truth and what a run left, writes {@code graded.json} beside the run's results. */
public final class FleetGrader {
    private static final String HEADLINE = OperatingPoints.PRECISION_85;
    private static final Score TRUE_DEGRADATION = (exam, prediction) ->
            exam.truth().degradation(prediction.machine(), prediction.asOf().toEpochMilli());
    private static final double CEILING_PRECISION = 0.85;
    private static final double RECOVERED_RECALL = 0.95;
    private static final double RECOVERED_WITHIN_HOURS = 24;
    private static final int LISTED_FEATURES = 10;
    private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(1_000, 1);

    private FleetGrader() {}

    /** A run and its truth; the name tells several runs apart in the pooled report. */
    public record Graded(String name, String truth, String out) {}

    /**
     * Grades one run.
     *
     * @param truth folder that {@code generate} wrote
     * @param out the run's output folder with what {@link GradingFiles} lists
     * @throws IOException a sentence saying which file is missing or unusable
     */
    public static GradedReport grade(SparkSession spark, String truth, String out) throws IOException {
        return gradePooled(spark, List.of(new Graded("", truth, out)), out);
    }

    /** Grades several runs as one, for example seeds 1 to 5; machines of different runs are different machines. */
    public static GradedReport gradePooled(SparkSession spark, List<Graded> runs, String out) throws IOException {
        List<Exam> exams = new ArrayList<>();
        for (Graded run : runs) {
            Truth truth = Truth.read(spark.sparkContext().hadoopConfiguration(), run.truth());
            exams.add(Exam.of(prefix(run), truth, RunResult.read(spark, run.out())));
        }
        GradedReport report = grade(exams);
        GradedJson.write(report, out, spark.sparkContext().hadoopConfiguration());
        return report;
    }

    static GradedReport grade(List<Exam> exams) {
        Group withPrecursor = group(exams, Failures.WITH_PRECURSOR);
        EventReport headline = withPrecursor.operatingPoints().get(HEADLINE);
        double precision =
                headline == null ? Double.NaN : headline.eventPrecision().value();
        Scenario scenario = exams.get(0).truth().scenario();
        return new GradedReport(
                scenario,
                exams.get(0).horizon().horizon().toMinutes() / 60.0,
                exams.get(0).horizon().minimumLead().toMinutes() / 60.0,
                exams.stream().map(Exam::name).toList(),
                withPrecursor,
                group(exams, Failures.ALL),
                rulErrors(exams),
                modeAccuracy(exams),
                severities(exams),
                faults(exams),
                oracle(exams),
                robustZ(exams, Double.isNaN(precision) ? CEILING_PRECISION : precision),
                bestFeatures(exams),
                missed(exams),
                savedCost(exams),
                scenario == Scenario.PLANTED_PRECURSOR
                        ? Optional.of(recovered(exams, withPrecursor))
                        : Optional.empty(),
                headline == null ? List.of() : new Parts(exams, TRUE_DEGRADATION, CEILING_PRECISION, BOOTSTRAP).all());
    }

    private static String prefix(Graded run) {
        return run.name().isEmpty() ? "" : run.name() + "/";
    }

    private static Group group(List<Exam> exams, Failures failures) {
        Map<String, EventReport> points = new LinkedHashMap<>();
        for (String point : exams.get(0).run().thresholds().keySet()) {
            points.put(point, EventGrades.at(exams, failures, point, BOOTSTRAP));
        }
        Score probability = (exam, prediction) -> prediction.p();
        return new Group(
                EventGrades.averagePrecision(exams, failures, probability, BOOTSTRAP),
                EventGrades.prevalence(exams, failures, BOOTSTRAP),
                points);
    }

    private static Reference oracle(List<Exam> exams) {
        return reference("true degradation", exams, TRUE_DEGRADATION, CEILING_PRECISION);
    }

    private static Reference reference(String what, List<Exam> exams, Score score, double precision) {
        return new Reference(
                what,
                precision,
                EventGrades.averagePrecision(exams, Failures.WITH_PRECURSOR, score, BOOTSTRAP),
                EventGrades.atPrecision(exams, Failures.WITH_PRECURSOR, score, precision, BOOTSTRAP));
    }

    private static Reference robustZ(List<Exam> exams, double precision) {
        Map<String, Map<String, ToDoubleFunction<RunResult.Prediction>>> variants = new LinkedHashMap<>();
        for (Exam exam : exams) {
            FeatureMatrix features = exam.run().features();
            if (features == null) {
                Score nothing = (one, prediction) -> 0;
                return reference("robust z: the run left no features", exams, nothing, precision);
            }
            variants.put(exam.name(), RobustZ.of(features).variants());
        }
        return List.of("largest", "third largest", "mean").stream()
                .map(variant -> reference(
                        "robust z, " + variant,
                        exams,
                        (exam, prediction) -> variants.getOrDefault(exam.name(), Map.of())
                                .getOrDefault(variant, any -> 0)
                                .applyAsDouble(prediction),
                        precision))
                .max(Comparator.comparingDouble(FleetGrader::recall))
                .orElseThrow();
    }

    private static double recall(Reference reference) {
        double recall = reference.events().eventRecall().value();
        return Double.isNaN(recall) ? 0 : recall;
    }

    private static List<SingleFeature> bestFeatures(List<Exam> exams) {
        return SingleFeatures.of(exams).stream().limit(LISTED_FEATURES).toList();
    }

    private static List<MissedEvent> missed(List<Exam> exams) {
        List<MissedEvent> missed = new ArrayList<>();
        for (Exam exam : exams) {
            missed.addAll(MissedEvents.of(exam, HEADLINE));
        }
        return missed;
    }

    private static Map<String, FaultGrade> faults(List<Exam> exams) {
        Map<String, FaultGrade> faults = new TreeMap<>();
        for (Exam exam : exams) {
            FaultGrade.byKind(exam.truth().faults(), exam.run().found())
                    .forEach((kind, grade) -> faults.merge(kind, grade, FaultGrade::plus));
        }
        return faults;
    }

    private static GradedReport.RulErrors rulErrors(List<Exam> exams) {
        RemainingLives lives = RemainingLives.of(exams);
        return new GradedReport.RulErrors(
                BOOTSTRAP.estimate(lives.ofRun()),
                BOOTSTRAP.estimate(lives.ofOracle()),
                BOOTSTRAP.estimate(lives.ofConstant()));
    }

    private static Estimate modeAccuracy(List<Exam> exams) {
        return BOOTSTRAP.estimate(StoryRows.modes(exams, HEADLINE));
    }

    private static GradedReport.SavedShares savedCost(List<Exam> exams) {
        SavedCost saved = SavedCost.of(exams);
        return saved.exams().isEmpty()
                ? new GradedReport.SavedShares(Estimate.undefined(), Estimate.undefined())
                : new GradedReport.SavedShares(
                        BOOTSTRAP.estimate(saved.byModel()), BOOTSTRAP.estimate(saved.byForesight()));
    }

    private static GradedReport.Severities severities(List<Exam> exams) {
        OrdinalMetrics metrics = StoryRows.severities(exams, HEADLINE);
        return new GradedReport.Severities(
                Arrays.stream(metrics.confusion())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                BOOTSTRAP.estimate(metrics.macroAccuracy()),
                BOOTSTRAP.estimate(metrics.meanAbsoluteError()));
    }

    private static boolean recovered(List<Exam> exams, Group withPrecursor) {
        EventReport budget = withPrecursor.operatingPoints().get(OperatingPoints.ALERT_BUDGET);
        double planted = exams.get(0).truth().plantedLead().toMinutes() / 60.0;
        return budget != null
                && budget.eventRecall().value() >= RECOVERED_RECALL
                && Math.abs(budget.medianLeadHours().value() - planted) <= RECOVERED_WITHIN_HOURS;
    }
}
