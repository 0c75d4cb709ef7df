package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.ModeModel;
import io.millwright.training.failure.SeverityModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.knowledge.HistoryTables;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.rul.BoostedRul;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The training job: every candidate on every fold, predictions kept, and a final model of each candidate.
 *
 * <pre>
 * training_set + labels -> folds -> fit, calibrate, predict -> predictions, rul_predictions, recalls, folds
 *                       -> all rows -> final fit            -> models/run/candidate, models/run/trained.json
 * </pre>
 */
public final class Training {

    private final Lake lake;
    private final PipelineConfig config;
    private final TrainingSpec spec;
    private final TrainingData data;
    private final Progress progress;
    private final Map<String, Double> seconds = new java.util.concurrent.ConcurrentHashMap<>();

    private Training(Lake lake, PipelineConfig config, TrainingSpec spec, TrainingData data, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.spec = spec;
        this.data = data;
        this.progress = progress;
    }

    /**
     * Trains on the whole training set and replaces this run's earlier output.
     *
     * @throws io.millwright.lake.MillwrightException where the training set is missing, empty, or leaves a fold nothing to train on
     */
    public static TrainingReport run(Lake lake, PipelineConfig config, Progress progress) {
        TrainingSpec spec = TrainingSpec.of(config);
        progress.step("reading the training set");
        Map<String, Long> inputs = TrainingFrame.inputs(lake, spec.targetNames());
        TrainingData data = TrainingData.of(lake, spec.targetNames());
        return new Training(lake, config, spec, data, progress).run(inputs);
    }

    private TrainingReport run(Map<String, Long> inputs) {
        SplitGroups.requireUnparted(lake, config.split(), data.matrix().machines());
        List<OuterFold> folds = OuterFolds.of(spec, data, HeldOutGroup.of(lake, spec));
        List<OuterFold> withFinal = new ArrayList<>(folds);
        withFinal.add(OuterFolds.finalFold(spec, data.matrix()));
        List<Result> results = Workers.all(counted(tasks(withFinal)));
        progress.step("writing predictions and models");
        ModelFolders.deleteRecord(lake);
        TrainedRun trained = TrainedRun.now(lake, spec, inputs, data.fingerprint());
        TrainingTables tables = new TrainingTables(lake, spec, data, inputs);
        tables.writeFolds(folds);
        if (!spec.targets().isEmpty()) {
            tables.writePredictions(runs(results), likeliest(results), chances(results));
            if (spec.axis() != TimeAxis.NONE) {
                tables.writeRecalls(recalls(results));
            }
            tables.writeImportances(runs(results));
            if (spec.searchTrials() > 0) {
                SearchRecord.write(lake, trained, inputs, runs(results));
            }
        }
        if (spec.wantsRul()) {
            List<RulRun> lives = results.stream()
                    .flatMap(result -> result.rul().stream())
                    .filter(run -> run.fold().axis() != Axis.FINAL)
                    .toList();
            tables.writeRulPredictions(lives);
            tables.writeRulSurvival(lives);
        }
        writeModels(results);
        trained.write(lake);
        return new TrainingReport(
                data.matrix().rows(),
                data.matrix().width(),
                folds.size(),
                spec.candidates(),
                ModelFolders.of(lake),
                trained.fingerprint(),
                trained.codeHash(),
                new java.util.TreeMap<>(seconds));
    }

    /** What one fit gave: one of the four. */
    private record Result(
            Optional<FailureRun> failure,
            Optional<ModeRun> mode,
            Optional<SeverityRun> severity,
            Optional<RulRun> rul) {

        static Result of(FailureRun run) {
            return new Result(Optional.of(run), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Result of(ModeRun run) {
            return new Result(Optional.empty(), Optional.of(run), Optional.empty(), Optional.empty());
        }

        static Result of(SeverityRun run) {
            return new Result(Optional.empty(), Optional.empty(), Optional.of(run), Optional.empty());
        }

        static Result of(Optional<RulRun> run) {
            return new Result(Optional.empty(), Optional.empty(), Optional.empty(), run);
        }
    }

    /** The longest fits first. */
    private List<Callable<Result>> tasks(List<OuterFold> folds) {
        List<Callable<Result>> tasks = new ArrayList<>();
        if (spec.wantsRul()) {
            folds.stream()
                    .filter(fold -> fold.axis() != Axis.FINAL || !officialIsFinal())
                    .forEach(fold -> seeds(fold)
                            .forEach(seed -> tasks.add(
                                    timed("remaining life", () -> Result.of(RulRun.boosted(fold, data, spec, seed))))));
            folds.stream().filter(fold -> fold.axis() != Axis.FINAL).forEach(fold -> comparedLives()
                    .forEach(name -> tasks.add(
                            timed(name, () -> Result.of(RulRun.compared(name, fold, data, spec, lake.spark()))))));
        }
        for (String candidate : lastNamedFirst(spec.candidates())) {
            for (OuterFold fold : folds) {
                for (TrainingSpec.Target target : spec.targets()) {
                    tasks.add(timed(candidate, () -> Result.of(fit(candidate, fold, target))));
                }
            }
        }
        for (OuterFold fold : folds) {
            for (TrainingSpec.Target target : spec.targets()) {
                tasks.add(timed("modes", () -> Result.of(ModeRun.of(fold, target, data, spec))));
                if (SeverityRun.wanted(target, data)) {
                    tasks.add(timed("severities", () -> Result.of(SeverityRun.of(fold, target, data, spec))));
                }
            }
        }
        return tasks;
    }

    /** A constant life costs nothing, and so is always there to be beaten. */
    private List<String> comparedLives() {
        return Stream.concat(Stream.of(TargetSpec.Rul.CONSTANT), spec.rulCompared().stream())
                .toList();
    }

    /** The final model is of the first alone. */
    private List<Long> seeds(OuterFold fold) {
        return fold.axis() == Axis.FINAL ? List.of(spec.seed()) : spec.rulSeeds();
    }

    /** The official training units are all there is to learn from, so its fold's model of remaining life is the final one. */
    private boolean officialIsFinal() {
        return spec.split() == SplitSpec.Kind.OFFICIAL;
    }

    /** The heaviest stand last where the pipeline file names none. */
    private static List<String> lastNamedFirst(List<String> candidates) {
        List<String> ordered = new ArrayList<>(candidates);
        java.util.Collections.reverse(ordered);
        return ordered;
    }

    private FailureRun fit(String candidate, OuterFold fold, TrainingSpec.Target target) {
        return FailureRun.of(
                fold,
                target,
                Candidates.named(candidate, spec.conditionSensors(), spec.selection(), spec.search(), lake.spark()),
                data,
                spec);
    }

    private Callable<Result> timed(String what, Callable<Result> task) {
        return () -> {
            long start = System.nanoTime();
            Result result = task.call();
            seconds.merge(what, (System.nanoTime() - start) / 1e9, Double::sum);
            return result;
        };
    }

    private List<Callable<Result>> counted(List<Callable<Result>> tasks) {
        AtomicInteger done = new AtomicInteger();
        progress.step("fitting " + tasks.size() + " models and policies");
        List<Callable<Result>> counted = new ArrayList<>();
        for (Callable<Result> task : tasks) {
            counted.add(() -> {
                Result result = task.call();
                synchronized (done) {
                    progress.fraction((double) done.incrementAndGet() / tasks.size());
                }
                return result;
            });
        }
        return counted;
    }

    private static List<FailureRun> runs(List<Result> results) {
        return results.stream().flatMap(result -> result.failure().stream()).toList();
    }

    private static Map<String, List<ModeModel.Likeliest>> likeliest(List<Result> results) {
        return results.stream()
                .flatMap(result -> result.mode().stream())
                .collect(Collectors.toMap(run -> TrainingTables.key(run.fold(), run.target()), ModeRun::likeliest));
    }

    /** What past cases say about the failures of the tests. */
    private List<Row> recalls(List<Result> results) {
        List<Incident> failures = HistoryTables.read(lake, config.maintenance()).newestFailures(CaseBook.MOST_CASES);
        if (failures.isEmpty()) {
            return List.of();
        }
        RecallRun recall = new RecallRun(
                data.matrix(), spec.fitted(), failures, Scoring.types(lake), Scoring.explanations(lake, config));
        Map<String, List<ModeModel.Likeliest>> modes = likeliest(results);
        return runs(results).stream()
                .flatMap(
                        run -> recall
                                .rows(run, modes.getOrDefault(TrainingTables.key(run.fold(), run.target()), List.of()))
                                .stream())
                .toList();
    }

    private static Map<String, List<SeverityModel.Chances>> chances(List<Result> results) {
        return results.stream()
                .flatMap(result -> result.severity().stream())
                .collect(Collectors.toMap(run -> TrainingTables.key(run.fold(), run.target()), SeverityRun::chances));
    }

    private void writeModels(List<Result> results) {
        Optional<BoostedRul> rul = results.stream()
                .flatMap(result -> result.rul().stream())
                .filter(run -> run.fold().axis() == Axis.FINAL || officialIsFinal())
                .filter(run -> run.candidate().equals(RulRun.BOOSTED))
                .map(RulRun::model)
                .filter(BoostedRul.class::isInstance)
                .map(BoostedRul.class::cast)
                .findFirst();
        Map<String, ModeModel> modes = new LinkedHashMap<>();
        results.stream()
                .flatMap(result -> result.mode().stream())
                .filter(run -> run.fold().axis() == Axis.FINAL)
                .forEach(run -> modes.put(run.target().name(), run.model()));
        Map<String, SeverityModel> severities = new LinkedHashMap<>();
        results.stream()
                .flatMap(result -> result.severity().stream())
                .filter(run -> run.fold().axis() == Axis.FINAL)
                .forEach(run -> severities.put(run.target().name(), run.model()));
        FittedFeatures fitted = OuterFolds.finalFold(spec, data.matrix()).fitted(data.matrix(), spec.fitted());
        for (String candidate : spec.candidates()) {
            Map<String, FailureModel> failures = new LinkedHashMap<>();
            runs(results).stream()
                    .filter(run ->
                            run.fold().axis() == Axis.FINAL && run.candidate().equals(candidate))
                    .forEach(run -> failures.put(run.target().name(), run.model()));
            ModelFolders.write(
                    lake, candidate, new ModelBundle(candidate, failures, modes, severities, rul, fitted).files());
        }
    }
}
