package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.row.OrdinalMetrics;
import io.millwright.features.table.Labels;
import io.millwright.features.table.Severities;
import io.millwright.lake.Lake;
import io.millwright.lake.config.MaintenanceSpec.Grading;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Severity;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import io.millwright.worklist.SeverityRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Holds the model of severity against the work list's rule, on test rows before failures whose severity came to be known. */
final class SeverityTrial {

    private static final String TRUTH = "true_severity";

    private final Lake lake;
    private final PipelineConfig config;
    private final TargetSpec.Failure target;

    /**
     * A test row before a failure.
     *
     * @param said by the model; empty where it is silent
     */
    private record Said(
            String machine, Instant failure, int fold, Severity truth, Severity byRule, Optional<Severity> said) {}

    /** Of the headline target. */
    SeverityTrial(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
        this.target = config.targets().headline().orElseThrow();
    }

    /**
     * Judges both.
     *
     * @param chosen whose probabilities the rule takes, by fold
     * @param lives of the candidate whose remaining lives it takes, where there are any
     * @return empty where failures are not graded, or none before the tests' rows was
     */
    Optional<Metrics.FailureSeverity> hold(Map<Integer, String> chosen, Optional<Metrics.Rul> lives) {
        return config.maintenance()
                .severity()
                .filter(grading -> lake.has(Severities.TABLE))
                .flatMap(grading -> judged(grading, rows(chosen, lives)));
    }

    private List<Said> rows(Map<Integer, String> chosen, Optional<Metrics.Rul> lives) {
        Dataset<Row> tests = lake.read(Predictions.TABLE)
                .where(col(Predictions.TARGET)
                        .equalTo(target.name())
                        .and(FoldChoice.rows(chosen))
                        .and(col(Predictions.ROLE).equalTo(Role.TEST)))
                .select(
                        Predictions.EQUIPMENT_ID,
                        Predictions.AS_OF,
                        Predictions.FOLD,
                        Predictions.P,
                        Predictions.SEVERITY);
        Dataset<Row> failures = lake.read(Labels.TABLE)
                .where(col(Labels.TARGET)
                        .equalTo(target.name())
                        .and(expr(Labels.HAPPENED).equalTo(1)))
                .select(Labels.EQUIPMENT_ID, Labels.AS_OF, Labels.FAILURE_TIME)
                .join(
                        lake.read(Severities.TABLE).withColumnRenamed(Severities.SEVERITY, TRUTH),
                        new String[] {Labels.EQUIPMENT_ID, Labels.FAILURE_TIME});
        List<Said> rows = new ArrayList<>();
        for (Row row : EvaluationTables.withLives(
                        lake, tests.join(failures, new String[] {Labels.EQUIPMENT_ID, Labels.AS_OF}), lives)
                .select(
                        col(Labels.EQUIPMENT_ID),
                        col(Labels.FAILURE_TIME),
                        col(Predictions.FOLD),
                        col(TRUTH),
                        col(Predictions.P),
                        col(RulPredictions.RUL_MEDIAN_H),
                        col(Predictions.SEVERITY))
                .orderBy(Labels.EQUIPMENT_ID, Predictions.FOLD, Labels.FAILURE_TIME)
                .collectAsList()) {
            rows.add(said(row));
        }
        return rows;
    }

    private Said said(Row row) {
        return new Said(
                row.getString(0),
                row.getTimestamp(1).toInstant(),
                row.getInt(2),
                Severity.parse(row.getString(3)),
                SeverityRule.of(
                        EvaluationTables.number(row, 4),
                        EvaluationTables.number(row, 5),
                        PolicyJudge.hours(target.horizon().toMillis())),
                row.isNullAt(6) ? Optional.empty() : Optional.of(Severity.parse(row.getString(6))));
    }

    private Optional<Metrics.FailureSeverity> judged(Grading grading, List<Said> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Said> spoken = rows.stream().filter(row -> row.said().isPresent()).toList();
        List<Said> compared = spoken.isEmpty() ? rows : spoken;
        OrdinalMetrics rule = metrics(compared, Said::byRule);
        Optional<OrdinalMetrics> model = spoken.isEmpty()
                ? Optional.empty()
                : Optional.of(metrics(spoken, row -> row.said().orElseThrow()));
        List<Integer> tests =
                spoken.stream().map(Said::fold).distinct().sorted().toList();
        ClusterBootstrap bootstrap = PolicyJudge.bootstrap(config);
        return Optional.of(new Metrics.FailureSeverity(
                grading.by().text(),
                grading.medium(),
                grading.high(),
                failures(rows),
                Arrays.stream(Severity.values()).map(Severity::text).toList(),
                tests,
                says(tests, rows),
                figures(rule, bootstrap),
                model.map(metrics -> figures(metrics, bootstrap)).orElse(null),
                model.map(metrics -> bootstrap.estimate(rule.meanAbsoluteError().minus(metrics.meanAbsoluteError())))
                        .orElse(Estimate.undefined())));
    }

    private static OrdinalMetrics metrics(List<Said> rows, Function<Said, Severity> said) {
        return new OrdinalMetrics(
                Severity.values().length,
                rows.stream().map(row -> row.truth().level()).toList(),
                rows.stream().map(row -> said.apply(row).level()).toList(),
                rows.stream().map(Said::machine).toList());
    }

    private static Metrics.LevelFigures figures(OrdinalMetrics metrics, ClusterBootstrap bootstrap) {
        return new Metrics.LevelFigures(
                Arrays.stream(metrics.confusion())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                bootstrap.estimate(metrics.macroAccuracy()),
                bootstrap.estimate(metrics.meanAbsoluteError()));
    }

    private static Map<String, Long> failures(List<Said> rows) {
        record Failure(String machine, Instant at, Severity severity) {}
        List<Failure> failures = rows.stream()
                .map(row -> new Failure(row.machine(), row.failure(), row.truth()))
                .distinct()
                .toList();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Severity level : Severity.values()) {
            counts.put(
                    level.text(),
                    failures.stream()
                            .filter(failure -> failure.severity() == level)
                            .count());
        }
        return counts;
    }

    private static String says(List<Integer> tests, List<Said> rows) {
        List<Integer> silent = rows.stream()
                .map(Said::fold)
                .distinct()
                .sorted()
                .filter(fold -> !tests.contains(fold))
                .toList();
        String stays = "fewer than " + SeverityModel.FEWEST_FAILURES
                + " failures of some level were known before it, so the work list's rule stays";
        return tests.isEmpty()
                ? "No test has a model of severity: " + stays + "."
                : "The model says the severity in tests " + tests
                        + (silent.isEmpty() ? "." : "; in tests " + silent + " " + stays + ".");
    }
}
