package io.millwright.pipeline.evaluate;

import io.millwright.aws.DataBaseline;
import io.millwright.aws.ModelBaseline;
import io.millwright.aws.ModelExplanation;
import io.millwright.aws.PackageProperties;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.row.Label;
import io.millwright.features.table.TrainingSet;
import io.millwright.pipeline.JobContext;
import io.millwright.training.Importances;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Documents of a package that only a registry in SageMaker shows: baselines a monitor can be attached to, what moves the model's
 * scores, and the short facts a version is searched by. Costs one more pass over the predictions and the training set.
 */
final class SearchedDocuments {

    private static final String ACTED_ON = "cost_optimal";
    private static final String WATCHED = "alert_budget";

    private final JobContext job;
    private final Metrics metrics;

    SearchedDocuments(JobContext job, Metrics metrics) {
        this.job = job;
        this.metrics = metrics;
    }

    Map<String, byte[]> all() {
        job.progress().step("baselines for a monitor");
        Map<String, byte[]> documents = new LinkedHashMap<>();
        modelBaseline().ifPresent(baseline -> {
            documents.put(ModelBaseline.STATISTICS_FILE, baseline.statistics());
            documents.put(ModelBaseline.CONSTRAINTS_FILE, baseline.constraints());
        });
        TrainingMatrix rows =
                TrainingData.read(job.lake().read(TrainingSet.NAME), List.of()).matrix();
        DataBaseline features = DataBaseline.of(rows);
        documents.put(DataBaseline.STATISTICS_FILE, features.statistics());
        documents.put(DataBaseline.CONSTRAINTS_FILE, features.constraints());
        Importances.of(job.lake(), job.config(), metrics.champion().candidate(), rows)
                .ifPresent(importance -> documents.put(ModelExplanation.FILE, ModelExplanation.json(importance)));
        documents.put(PackageProperties.FACTS_FILE, ResultFiles.text(facts()).getBytes(StandardCharsets.UTF_8));
        return documents;
    }

    /** Of the headline target, else of the remaining life; empty where the tests have no labelled row. */
    private Optional<ModelBaseline> modelBaseline() {
        EvaluationInput input = new EvaluationTables(job.lake(), job.config()).read();
        Metrics.Failure failure = metrics.failure();
        return failure == null ? lives(input) : decisions(input, failure, FoldChoice.of(metrics));
    }

    /** Every test at the threshold that was chosen before it. */
    private static Optional<ModelBaseline> decisions(
            EvaluationInput input, Metrics.Failure failure, Map<Integer, String> chosen) {
        List<Double> scores = new ArrayList<>();
        List<Boolean> alerted = new ArrayList<>();
        List<Boolean> positive = new ArrayList<>();
        for (Metrics.FoldThreshold fold : failure.point(ACTED_ON).byFold()) {
            String candidate = chosen.getOrDefault(fold.fold(), failure.candidate());
            input.predictions(failure.name(), candidate, fold.fold(), EvaluationInput.Role.TEST)
                    .map(columns ->
                            columns.decisions(input.labelsOf(failure.name())).labelled())
                    .ifPresent(rows -> {
                        for (int row = 0; row < rows.size(); row++) {
                            scores.add(rows.score(row));
                            alerted.add(rows.score(row) >= fold.threshold());
                            positive.add(rows.label(row) == Label.POSITIVE);
                        }
                    });
        }
        return scores.isEmpty()
                ? Optional.empty()
                : Optional.of(ModelBaseline.binary(numbers(scores), flags(alerted), flags(positive)));
    }

    private Optional<ModelBaseline> lives(EvaluationInput input) {
        Metrics.Rul rul = metrics.rul();
        List<EvaluationInput.RulRow> judged = input.rulRows().stream()
                .filter(row -> rul != null && row.candidate().equals(rul.candidate()) && !Double.isNaN(row.truth()))
                .toList();
        return judged.isEmpty()
                ? Optional.empty()
                : Optional.of(ModelBaseline.regression(
                        judged.stream()
                                .mapToDouble(EvaluationInput.RulRow::median)
                                .toArray(),
                        judged.stream()
                                .mapToDouble(EvaluationInput.RulRow::truth)
                                .toArray()));
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean[] flags(List<Boolean> values) {
        boolean[] flags = new boolean[values.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values.get(i);
        }
        return flags;
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!metrics.folds().isEmpty()) {
            facts.put("data_from", metrics.folds().get(0).trainFrom().toString());
            facts.put(
                    "data_to",
                    metrics.folds().get(metrics.folds().size() - 1).testTo().toString());
        }
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            FinalPoints points =
                    ResultFiles.read(job.out().resolve("operating_points.json"), FinalPoints.class, "evaluate");
            facts.put("threshold_" + ACTED_ON, number(points.threshold(failure.name(), ACTED_ON)));
            facts.put("cost_per_machine_week", figure(failure.point(ACTED_ON).costPerMachineWeek()));
            facts.put("average_precision", figure(failure.averagePrecision()));
            facts.put("event_recall_" + WATCHED, figure(failure.point(WATCHED).eventRecall()));
            facts.put(
                    "event_precision_" + WATCHED, figure(failure.point(WATCHED).eventPrecision()));
        }
        Metrics.Rul rul = metrics.rul();
        if (rul != null) {
            facts.put("rul_rmse_capped_" + rul.unit(), figure(rul.rmseCapped()));
        }
        facts.put("held_against", metrics.champion().incumbent());
        facts.put("saved_per_machine_week", figure(metrics.champion().savedCostPerMachineWeek()));
        facts.put("looks_at_tests", Integer.toString(metrics.looks().count()));
        return facts;
    }

    /** Without brackets and commas, which SageMaker does not take. */
    private static String figure(Estimate estimate) {
        if (!estimate.isDefined()) {
            return "not defined";
        }
        String interval =
                estimate.hasInterval() ? " from " + number(estimate.low()) + " to " + number(estimate.high()) : "";
        return number(estimate.value()) + interval + " n " + estimate.n();
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "none";
    }
}
